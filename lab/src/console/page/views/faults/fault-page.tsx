import { panel } from '@span-metrics-lab/grafana';
import { initialVariables } from '../../../../faults/sign.ts';
import type { FaultShown, FaultState } from '../../../faults.ts';
import type { LabInfo } from '../../../flow.ts';
import { PanelBox } from '../../panels/panel-box.tsx';
import { TimeControls, useRange } from '../../panels/time-controls.tsx';
import { Link } from '../../shell/router.tsx';
import { Empty } from '../../shell/states.tsx';
import { Cause, Facts } from './facts.tsx';
import { SwitchControls } from './switch-controls.tsx';
import type { Switching } from './use-switch.ts';

type Given = {
  lab: LabInfo;
  name: string;
  all: readonly FaultShown[];
  on: readonly FaultState[];
  switching: Switching;
};

/** One fault, with the panel that shows it. */
export function FaultPage({ lab, name, all, on, switching }: Given) {
  const fault = all.find((one) => one.name === name);
  return (
    <article className="faults" data-fault={fault?.name}>
      <p className="crumbs">
        <Link to="/faults">Faults</Link> / {name}
      </p>
      <h1>{name}</h1>
      {!fault && <Empty title="There is no such fault" />}
      {fault && (
        <>
          <p className="lead">{fault.does}</p>
          <SwitchControls fault={fault} state={on.find((one) => one.name === name)} switching={switching} />
          <Facts fault={fault} />
          <Cause fault={fault} />
          <Sign lab={lab} fault={fault} />
        </>
      )}
    </article>
  );
}

/** The kinds of panels that this page draws. */
const drawn = ['timeseries', 'stat', 'bargauge', 'table'];

/** The panel that shows a fault, by the same queries as in Grafana. */
function Sign({ lab, fault: { panelId, show } }: { lab: LabInfo; fault: FaultShown }) {
  const { range } = useRange();
  const shown = panel(panelId);
  if (!drawn.includes(shown.kind)) return <p className="note">{shown.title} is a picture that only Grafana draws.</p>;
  return (
    <>
      <div className="controls">
        <TimeControls />
      </div>
      <PanelBox panel={shown} stack={lab.stack} variables={{ ...initialVariables, ...show }} range={range} />
    </>
  );
}
