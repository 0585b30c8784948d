import { dashboardsFor, variables } from '@span-metrics-lab/grafana';
import type { LabInfo } from '../../../flow.ts';
import { PanelBox } from '../../panels/panel-box.tsx';
import { TimeControls, useRange } from '../../panels/time-controls.tsx';
import { Link } from '../../shell/router.tsx';
import { Empty } from '../../shell/states.tsx';
import { tracesOf } from './shop-links.ts';

const chosen = { interval: variables.interval.options[0]!.value };

/** A dashboard of the shop: the same panels as in Grafana. */
export default function ShopView({ lab, dashboard: uid }: { lab: LabInfo; dashboard: string | undefined }) {
  const { range } = useRange();
  const dashboards = dashboardsFor(lab.stack, lab.capabilities).filter(({ capability }) => capability === 'shop');
  const shown = uid === undefined ? dashboards[0] : dashboards.find((one) => one.uid === uid);
  const panels = shown?.rows.flatMap((row) => row.panels) ?? [];
  const stats = panels.filter(({ panel }) => panel.kind === 'stat');
  const others = panels.filter(({ panel }) => panel.kind !== 'stat');
  return (
    <>
      <h1>{shown?.title ?? 'The shop'}</h1>
      {dashboards.length === 0 && <Empty title="There is no shop in this lab">npm start -- --with shop</Empty>}
      {dashboards.length > 0 && !shown && <Empty title="There is no such dashboard" />}
      {shown && <p className="lead">{shown.answers}</p>}
      <div className="controls">
        {dashboards.map((one) => (
          <Link key={one.uid} className="chip" to={`/shop/${one.uid}`} aria-current={one === shown || undefined}>
            {one.title}
          </Link>
        ))}
        {shown && <TimeControls />}
        {shown && <Link to={tracesOf(shown.uid)}>Traces of it</Link>}
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
