import { useEffect, useState } from 'react';
import type { Alerts } from '../../../alerts.ts';
import type { LabInfo } from '../../../flow.ts';
import { ask } from '../../shell/ask.ts';
import { clock } from '../../shell/format.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { AlertPage } from './alert-page.tsx';
import { HeartbeatLine } from './heartbeat.tsx';
import { Notifications } from './notifications.tsx';
import { RulesTable } from './rules-table.tsx';
import './alerts.css';

/** ms between two looks: rules are evaluated as often. */
const EVERY = 2_000;

/** The state of every alert, what holds some back, and what was sent. */
export default function AlertsView({ lab, name }: { lab: LabInfo; name: string | undefined }) {
  const has = lab.capabilities.includes('alerts');
  const tick = useTick();
  const { data, error } = useAsked(has ? `alerts ${tick}` : undefined, (signal) =>
    ask<Alerts>('/api/alerts', { signal }),
  );
  if (!has)
    return (
      <>
        <h1>Alerts</h1>
        <Empty title="There are no alerts in this lab">npm start -- --with alerts</Empty>
      </>
    );
  return (
    <>
      {!name && <h1>Alerts</h1>}
      {error && <Failed error={error} />}
      {!data && !error && <Loading what="Asking Prometheus and Alertmanager" />}
      {data && <HeartbeatLine {...data} />}
      {data?.failures.map((failure) => (
        <p key={failure} className="problem" data-failure>
          {failure}
        </p>
      ))}
      {data && name && <AlertPage name={name} alerts={data} lab={lab} />}
      {data && !name && <Overview alerts={data} />}
    </>
  );
}

function Overview({ alerts }: { alerts: Alerts }) {
  return (
    <>
      <RulesTable rules={alerts.rules} at={alerts.at} />
      {alerts.silences.length > 0 && (
        <>
          <h2>Silences</h2>
          <ul data-silences>
            {alerts.silences.map(({ id, matchers, comment, createdBy, endsAt }) => (
              <li key={id}>
                <code>{matchers}</code> until {clock(endsAt)}: {comment} ({createdBy})
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Notifications</h2>
      <Notifications notifications={alerts.notifications} />
    </>
  );
}

/** Changes every two seconds while somebody looks. */
function useTick(): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setTick((last) => last + 1), EVERY);
    return () => clearInterval(timer);
  }, []);
  return tick;
}
