import type { Alerts } from '../../../alerts.ts';
import { ago, moment } from '../../shell/format.ts';

/** Whether the path of alerts works, by the alert that always fires; a warning if it is late. */
export function HeartbeatLine({ heartbeat: { last, every, late }, at }: Alerts) {
  if (late)
    return (
      <div className="failed" role="alert" data-heartbeat="late">
        <strong>
          {last === undefined ? 'No heartbeat has arrived' : `The last heartbeat arrived ${ago(at - last)}`}: alerts may
          reach nobody.
        </strong>
        <p>
          One is due every {every} s, from Prometheus through Alertmanager. <code>npm run check</code> names the broken
          link; <code>npm run status</code> shows what does not run.
        </p>
      </div>
    );
  return (
    <p className="heartbeat" data-heartbeat={last === undefined ? 'awaited' : 'ok'}>
      {last === undefined
        ? `The first heartbeat is awaited; one is due every ${every} s.`
        : `The path of alerts works: the last heartbeat arrived ${ago(at - last)}, at ${moment(last)}.`}
    </p>
  );
}
