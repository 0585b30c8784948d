import { dashboards, label, objective } from '@span-metrics-lab/grafana';
import type { LabInfo } from '../../../flow.ts';
import { PanelBox } from '../../panels/panel-box.tsx';
import { labelValues } from '../../panels/panel-data.ts';
import { Choice, TimeControls, useRange } from '../../panels/time-controls.tsx';
import { usePlace } from '../../shell/router.tsx';
import { Empty } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';

const dashboard = dashboards.find(({ uid }) => uid === 'objectives')!;

/** Budgets and how fast they burn: the same panels as in Grafana. */
export default function ObjectivesView({ lab }: { lab: LabInfo }) {
  const { range } = useRange();
  const chosen = usePlace().query.get('objective') ?? 'availability';
  const names = useAsked('objectives', (signal) => labelValues(objective.goal, label.slo, signal));
  const options = [...new Set([chosen, ...(names.data ?? [])])].map((name) => [name, name] as const);
  if (!lab.capabilities.includes('alerts'))
    return (
      <>
        <h1>{dashboard.title}</h1>
        <Empty title="There are no objectives in this lab">npm start -- --with alerts</Empty>
      </>
    );
  return (
    <>
      <h1>{dashboard.title}</h1>
      <p className="lead">{dashboard.answers}</p>
      <div className="controls">
        <Choice name="Objective" param="objective" value={chosen} options={options} />
        <TimeControls />
      </div>
      <div className="grid">
        {dashboard.rows.flatMap((row) =>
          row.panels.map(({ id, panel }) => (
            <PanelBox key={id} panel={panel} stack={lab.stack} variables={{ objective: chosen }} range={range} />
          )),
        )}
      </div>
    </>
  );
}
