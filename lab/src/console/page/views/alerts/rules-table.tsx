import type { Alerts } from '../../../alerts.ts';
import { ago } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';
import { labelsOf, State } from './parts.tsx';

type Rule = Alerts['rules'][number];

const order = ['firing', 'pending', 'inactive'] as const;

/** Every alert by its name, those that fire first. Rules of one name are one line. */
export function RulesTable({ rules, at }: Pick<Alerts, 'rules' | 'at'>) {
  const byName = [...Map.groupBy(rules, ({ name }) => name)].map(([name, same]) => ({
    name,
    same,
    state: order.find((one) => same.some(({ state }) => state === one)) ?? 'inactive',
  }));
  const sorted = byName.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <div className="scroll">
      <table className="alerts-table">
        <caption>{rules.length} rules, evaluated every 2 s</caption>
        <thead>
          <tr>
            <th>State</th>
            <th>Alert</th>
            <th>Severity</th>
            <th>What is the matter</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ name, same, state }) => (
            <tr key={name} data-alert={name} data-state={state}>
              <td>
                <State state={state} />
              </td>
              <td>
                <Link to={`/alerts/${name}`}>{name}</Link>
              </td>
              <td>{[...new Set(same.map(({ labels }) => labels['severity']))].join(', ')}</td>
              <td className="wide-cell">
                <ActiveAlerts rules={same} at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The alerts of some rules that are pending or firing. */
export function ActiveAlerts({ rules, at }: { rules: readonly Rule[]; at: number }) {
  const alerts = rules.flatMap((rule) => rule.alerts);
  if (alerts.length === 0) return <span className="muted">–</span>;
  return (
    <ul>
      {alerts.map((alert) => (
        <li key={labelsOf(alert.labels)}>
          {alert.annotations['summary'] ?? labelsOf(alert.labels)}, {ago(at - alert.activeAt)}{' '}
          <State state={alert.state} held={alert.held} />
        </li>
      ))}
    </ul>
  );
}
