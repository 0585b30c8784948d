import { Alertmanager, type SentAlert } from '../../../backends/alertmanager.ts';
import type { ActiveAlert, Prometheus } from '../../../backends/prometheus.ts';
import { describeError } from '../../../base/poll.ts';
import { HEARTBEAT, receiverId } from '../../../parts/receiver.ts';
import type { Alerts, Heartbeat, ShownAlert } from '../../alerts.ts';
import type { Received } from './received.ts';

/** Heartbeats that may be missed before it is said, s: one may be slow. */
const PATIENCE = 2.5 * HEARTBEAT;

/** The whole path of alerts now: rules, what holds them back, what was received. Never throws. */
export async function lookAtAlerts(prometheus: Prometheus, url: string, received: Received): Promise<Alerts> {
  const alertmanager = new Alertmanager(url);
  const failures: string[] = [];
  const or = <T>(asked: Promise<T[]>) =>
    asked.catch((error: unknown): T[] => {
      failures.push(describeError(error));
      return [];
    });
  const [rules, sent, silences] = await Promise.all([
    or(prometheus.alertRules()),
    or(alertmanager.alerts()),
    or(alertmanager.silences()),
  ]);
  const now = Date.now();
  return {
    at: now / 1000,
    rules: rules.map((rule) => ({ ...rule, alerts: rule.alerts.map((alert) => withHeld(alert, sent)) })),
    silences,
    notifications: received.notifications(receiverId),
    heartbeat: heartbeatOf(received, now),
    failures: [...new Set(failures)],
  };
}

/** An alert with the reason why Alertmanager tells nobody, if there is one. */
function withHeld(alert: ActiveAlert, sent: readonly SentAlert[]): ShownAlert {
  const same = sent.find(({ labels }) => sameLabels(labels, alert.labels));
  if (same?.silencedBy.length) return { ...alert, held: 'silenced' };
  return same?.inhibitedBy.length ? { ...alert, held: 'inhibited' } : alert;
}

function sameLabels(one: Record<string, string>, other: Record<string, string>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function heartbeatOf(received: Received, now: number): Heartbeat {
  const last = received.lastHeartbeat();
  const silent = (now - (last ?? received.began)) / 1000;
  return { every: HEARTBEAT, late: silent > PATIENCE, ...(last !== undefined && { last: last / 1000 }) };
}
