import { all, dashboardsFor, variables } from '@span-metrics-lab/grafana';
import { exercises } from '../../../../exercises/index.ts';
import type { Alerts } from '../../../alerts.ts';
import type { LabInfo } from '../../../flow.ts';
import { PanelBox } from '../../panels/panel-box.tsx';
import { TimeControls, useRange } from '../../panels/time-controls.tsx';
import { duration } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';
import { Empty } from '../../shell/states.tsx';
import { Notifications } from './notifications.tsx';
import { Annotation, State } from './parts.tsx';
import { ActiveAlerts } from './rules-table.tsx';

const chosen = { interval: variables.interval.options[0]!.value, service: [all], route: [all], status: '.*' };

/** One alert: what it means, what to do, its panel, its exercise, and what was sent of it. */
export function AlertPage({ name, alerts, lab }: { name: string; alerts: Alerts; lab: LabInfo }) {
  const { range } = useRange();
  const same = alerts.rules.filter((rule) => rule.name === name);
  const [rule] = same;
  if (!rule) return <Empty title="There is no such alert" />;
  const told = alerts.notifications.filter((one) => one.alerts.some(({ labels }) => labels['alertname'] === name));
  const { exercise: id, panel: place } = rule.annotations;
  const exercise = exercises.find((one) => one.id === id);
  const shown = panelAt(place, lab);
  return (
    <article data-alert-page={name}>
      <p className="crumbs">
        <Link to="/alerts">Alerts</Link> / {name}
      </p>
      <h1>
        {name} <State state={same.find(({ state }) => state !== 'inactive')?.state ?? 'inactive'} />
      </h1>
      {same.map((one) => (
        <section key={`${one.group} ${JSON.stringify(one.labels)}`} className="card">
          {one.labels['loss'] && <h2>{one.labels['loss']}</h2>}
          <p>{one.annotations['meaning']}</p>
          <p>
            <strong>What to do:</strong> <Annotation text={one.annotations['action']} />
          </p>
          <ActiveAlerts rules={[one]} at={alerts.at} />
          <details>
            <summary>Its rule</summary>
            <p>
              <code>{one.query}</code>
              {one.holdsFor > 0 && `, for ${duration(one.holdsFor * 1000)}`} (prometheus/{one.file})
            </p>
          </details>
        </section>
      ))}
      {exercise && (
        <p>
          Practise it: <Link to={`/learn/${exercise.id}`}>{exercise.title}</Link>
        </p>
      )}
      <div className="controls">
        <TimeControls />
      </div>
      {shown ? (
        <PanelBox panel={shown} stack={lab.stack} variables={chosen} range={range} />
      ) : (
        <p className="note">Its panel {place} is of a capability that this lab does not have.</p>
      )}
      <h2>Notifications of it</h2>
      <Notifications notifications={told} />
    </article>
  );
}

/** The panel that an annotation names: `<dashboard uid>/<panel title>`. */
function panelAt(place: string | undefined, lab: LabInfo) {
  const [uid, ...title] = (place ?? '').split('/');
  const dashboard = dashboardsFor(lab.stack, lab.capabilities).find((one) => one.uid === uid);
  const panels = dashboard?.rows.flatMap((row) => row.panels.map(({ panel }) => panel));
  return panels?.find((panel) => panel.title === title.join('/'));
}
