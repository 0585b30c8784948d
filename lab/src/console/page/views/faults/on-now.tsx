import type { FaultState } from '../../../faults.ts';
import { clock } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';
import { SwitchError } from './switch-error.tsx';
import { every, type Switching } from './use-switch.ts';

/** What is on: since when, by how much, who ends it. */
export function OnNow({ on, switching }: { on: readonly FaultState[]; switching: Switching }) {
  return (
    <section className="card faults-on" aria-labelledby="faults-on" aria-live="polite" data-on={on.length}>
      <h2 id="faults-on">On</h2>
      {on.length === 0 && <p className="muted">No fault is on.</p>}
      {on.length > 0 && (
        <ul>
          {on.map((state) => (
            <li key={state.name} className="row" data-on-fault={state.name}>
              <Link to={`/faults/${state.name}`}>{state.name}</Link>
              <Lasts state={state} />
              <HealButton name={state.name} switching={switching} />
            </li>
          ))}
        </ul>
      )}
      {on.length > 0 && switching.possible && (
        <button type="button" disabled={switching.pending !== undefined} onClick={() => switching.heal(every)}>
          Heal all
        </button>
      )}
      <SwitchError name={every} switching={switching} />
    </section>
  );
}

/** How long a fault is on, how strong it is, and who ends it. */
export function Lasts({ state: { since, by, ends, stays, failed } }: { state: FaultState }) {
  return (
    <span className={stays ? 'fault-stays' : undefined}>
      {by && `${by}, `}since {clock(since)}; {ends}
      {failed && <strong className="bad"> It could not be ended and is tried again: {failed}</strong>}
    </span>
  );
}

/** Heals one fault, where this page can. */
export function HealButton({ name, switching }: { name: string; switching: Switching }) {
  if (!switching.possible) return null;
  return (
    <button
      type="button"
      aria-label={`Heal ${name}`}
      disabled={switching.pending !== undefined}
      onClick={() => switching.heal(name)}
    >
      {switching.pending === name ? 'Healing …' : 'Heal'}
    </button>
  );
}
