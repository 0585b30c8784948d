import type { Notification } from '../../../../backends/notifications.ts';
import { counted, moment } from '../../shell/format.ts';
import { Empty } from '../../shell/states.tsx';
import { labelsOf, State } from './parts.tsx';

/** What Alertmanager sent, newest first. */
export function Notifications({ notifications }: { notifications: readonly Notification[] }) {
  if (notifications.length === 0) return <Empty title="No notifications yet">The newest 200 are kept.</Empty>;
  return (
    <div className="scroll">
      <table className="alerts-table" data-notifications>
        <caption>{counted(notifications.length, 'notification')}; the newest 200 are kept</caption>
        <thead>
          <tr>
            <th>Received</th>
            <th>Status</th>
            <th>Alerts</th>
          </tr>
        </thead>
        <tbody>
          {notifications.map((one, i) => (
            <tr key={`${one.at} ${i}`}>
              <td>{moment(one.at)}</td>
              <td>
                <State state={one.status} />
              </td>
              <td className="wide-cell">
                <ul>
                  {one.alerts.map((alert, j) => (
                    <li key={j}>
                      <strong>{alert.labels['alertname'] ?? 'without a name'}</strong> {alert.status}:{' '}
                      {alert.annotations['summary']} <span className="muted">{labelsOf(alert.labels)}</span>
                    </li>
                  ))}
                  {one.truncated > 0 && <li>and {one.truncated} more</li>}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
