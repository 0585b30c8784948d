import type { FaultShown, FaultState } from '../../../faults.ts';
import { Link } from '../../shell/router.tsx';
import { Cause, Facts } from './facts.tsx';
import { SwitchControls } from './switch-controls.tsx';
import type { Switching } from './use-switch.ts';

type Given = { fault: FaultShown; on: readonly FaultState[]; switching: Switching };

/** One fault of the list. */
export function FaultCard({ fault, on, switching }: Given) {
  const state = on.find(({ name }) => name === fault.name);
  return (
    <article className="card fault" aria-label={fault.name} data-fault={fault.name} data-state={state ? 'on' : 'off'}>
      <h3>
        <Link to={`/faults/${fault.name}`}>{fault.name}</Link>
      </h3>
      <p>{fault.does}</p>
      <Facts fault={fault} />
      <Cause fault={fault} />
      <SwitchControls fault={fault} state={state} switching={switching} />
    </article>
  );
}
