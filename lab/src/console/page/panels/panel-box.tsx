import type { Panel } from '@span-metrics-lab/grafana';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useAsked } from '../shell/use-asked.ts';
import { Bars } from './bars.tsx';
import { type PanelData, panelData, type Range, type Variables } from './panel-data.ts';
import { PanelTable } from './panel-table.tsx';
import { Stat } from './stat.tsx';
import { TimeSeries } from './time-series.tsx';
import './panels.css';

export type PanelProps = {
  panel: Panel;
  stack: 'tempo' | 'jaeger' | 'both';
  variables: Variables;
  range: Range;
  /** Address of an operation, for tables. */
  linkOf?: (labels: Record<string, string>) => string;
  children?: (data: PanelData) => React.ReactNode;
};

/** One panel of the lab, drawn by its kind, with the same queries as on Grafana's dashboards. */
export function PanelBox({ panel, stack, variables, range, linkOf, children }: PanelProps) {
  const what = JSON.stringify([panel.id, variables]);
  const asked = useAsked(
    `${what} ${range.start} ${range.end} ${range.asked}`,
    (signal) => panelData(panel, stack, variables, range, signal),
    `${what} ${range.end - range.start}`,
  );
  const { data, error } = asked;
  return (
    <section className={`card panel ${panel.kind}`} aria-label={panel.title} data-panel={panel.id}>
      <h2>
        {panel.title}
        {panel.kind === 'timeseries' && perSecond[panel.unit] && <small>{perSecond[panel.unit]}</small>}
        <details className="about">
          <summary aria-label={`About ${panel.title}`}>?</summary>
          <div>
            <p>{panel.tells}</p>
            <p>
              <strong>When it looks bad:</strong> {panel.looksBad}
            </p>
          </div>
        </details>
      </h2>
      {error && <Failed error={error} />}
      {!data && !error && <Loading what="Loading from Prometheus" />}
      {data && data.lines.length === 0 && (
        <Empty title="No data in this range">
          {panel.expects.mayBeEmpty ?? 'Start a load, or choose a longer range.'}
        </Empty>
      )}
      {data && data.lines.length > 0 && <Drawn panel={panel} data={data} linkOf={linkOf} />}
      {data && children?.(data)}
    </section>
  );
}

function Drawn({ panel, data, linkOf }: { panel: Panel; data: PanelData; linkOf: PanelProps['linkOf'] }) {
  if (panel.kind === 'timeseries') return <TimeSeries panel={panel} lines={data.lines} range={data.range} />;
  if (panel.kind === 'stat') return <Stat panel={panel} lines={data.lines} />;
  if (panel.kind === 'table') return <PanelTable panel={panel} lines={data.lines} linkOf={linkOf} />;
  return <Bars panel={panel} lines={data.lines} />;
}

/** Units that would make the labels of an axis too long. */
const perSecond: Record<string, string> = { reqps: 'per second', ops: 'per second', cps: 'per second' };
