import { type Dashboard, dashboardsFor, variables } from '@span-metrics-lab/grafana';
import type { ReactNode } from 'react';
import type { Capability } from '../../../../parts/capabilities.ts';
import type { LabInfo } from '../../../flow.ts';
import { PanelBox } from '../../panels/panel-box.tsx';
import { TimeControls, useRange } from '../../panels/time-controls.tsx';
import { Link } from '../../shell/router.tsx';
import { Empty } from '../../shell/states.tsx';

const chosen = { interval: variables.interval.options[0]!.value };

type Given = {
  lab: LabInfo;
  capability: Capability;
  /** Which of its dashboards; the first one if absent. */
  dashboard: string | undefined;
  /** What else belongs to the shown one. */
  beside?: (dashboard: Dashboard) => ReactNode;
};

/** A dashboard of a capability: the same panels as in Grafana. */
export default function CapabilityView({ lab, capability, dashboard: uid, beside }: Given) {
  const { range } = useRange();
  const dashboards = dashboardsFor(lab.stack, lab.capabilities).filter((one) => one.capability === capability);
  const shown = uid === undefined ? dashboards[0] : dashboards.find((one) => one.uid === uid);
  const panels = shown?.rows.flatMap((row) => row.panels) ?? [];
  const stats = panels.filter(({ panel }) => panel.kind === 'stat');
  const others = panels.filter(({ panel }) => panel.kind !== 'stat');
  return (
    <>
      <h1>{shown?.title ?? `The ${capability}`}</h1>
      {dashboards.length === 0 && (
        <Empty title={`This lab runs without the capability ${capability}`}>npm start -- --with {capability}</Empty>
      )}
      {dashboards.length > 0 && !shown && <Empty title="There is no such dashboard" />}
      {shown && <p className="lead">{shown.answers}</p>}
      <div className="controls">
        {(dashboards.length > 1 || !shown ? dashboards : []).map((one) => (
          <Link
            key={one.uid}
            className="chip"
            to={`/${capability}/${one.uid}`}
            aria-current={one === shown || undefined}
          >
            {one.title}
          </Link>
        ))}
        {shown && <TimeControls />}
        {shown && beside?.(shown)}
      </div>
      <div className="grid">
        {stats.length > 0 && (
          <div className="tiles">
            {stats.map(({ id, panel }) => (
              <PanelBox key={id} panel={panel} stack={lab.stack} variables={chosen} range={range} />
            ))}
          </div>
        )}
        {others.map(({ id, panel, w }) => (
          <div key={id} className={w > 12 ? 'wide' : undefined}>
            <PanelBox panel={panel} stack={lab.stack} variables={chosen} range={range} />
          </div>
        ))}
      </div>
    </>
  );
}
