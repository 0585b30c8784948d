import { expect } from 'vitest';
import { Alertmanager } from '../../lab/src/backends/alertmanager.ts';
import { type Notification, notificationsAt, type NotifiedAlert } from '../../lab/src/backends/notifications.ts';
import { get } from '../../lab/src/backends/http.ts';
import type { ActiveAlert } from '../../lab/src/backends/prometheus.ts';
import { until } from '../../lab/src/base/poll.ts';
import type { Alerts } from '../../lab/src/console/alerts.ts';
import type { TestLab } from './test-lab.ts';

/** Seconds from the cause of an alert to each of its steps, and from the end of the cause to the last one. */
export type Steps = { pending: number; firing: number; delivered: number; resolved: number };

type Labels = Record<string, string>;

/** An outage may take this long to be told, s. */
export const OUTAGE = 30;

const fits = (wanted: Labels) => (one: { labels: Labels }) =>
  Object.entries(wanted).every(([name, value]) => one.labels[name] === value);

/** The pending and firing alerts of Prometheus with these labels. */
export async function activeAlerts({ prometheus }: TestLab, wanted: Labels): Promise<ActiveAlert[]> {
  const rules = await prometheus.alertRules();
  return rules.flatMap(({ alerts }) => alerts).filter(fits(wanted));
}

/** What the console's page shows. */
export async function shownAlerts({ endpoints }: TestLab): Promise<Alerts> {
  return (await (await get(`${endpoints.console}/api/alerts`)).json()) as Alerts;
}

/** Notified alerts with these labels that the receiver got after `since` (ms), newest first. */
export async function delivered(
  { endpoints }: TestLab,
  wanted: Labels,
  since: number,
): Promise<(NotifiedAlert & Pick<Notification, 'at'>)[]> {
  const all = await notificationsAt(endpoints.console!);
  return all
    .filter(({ at }) => at * 1000 >= since)
    .flatMap(({ at, alerts }) => alerts.map((alert) => ({ ...alert, at })))
    .filter(fits(wanted));
}

/**
 * Follows an alert from its cause to its end: pending, firing, in Alertmanager (which Grafana's alert list reads, beside
 * Prometheus' rules), delivered, shown by the console; then, once `end` has happened, resolved and delivered as such.
 */
export async function followAlert(
  lab: TestLab,
  wanted: Labels,
  { cause, end, within = OUTAGE }: { cause: () => Promise<unknown>; end: () => Promise<unknown>; within?: number },
): Promise<Steps> {
  const name = wanted['alertname']!;
  const limits = { deadline: Math.max(60, within * 2) * 1000, every: 100 };
  const quiet = async () => ((await activeAlerts(lab, wanted)).length === 0 ? true : undefined);
  await until(`${name} is inactive`, quiet, { ...limits, deadline: 90_000 });
  const began = Date.now();
  const since = () => (Date.now() - began) / 1000;
  const reached = (state: ActiveAlert['state']) => async () => {
    const found = await activeAlerts(lab, wanted);
    return found.some((one) => one.state === state || one.state === 'firing') ? since() : undefined;
  };
  let ended = false;
  try {
    await cause();
    const pending = await until(`${name} is pending`, reached('pending'), limits);
    const firing = await until(`${name} fires`, reached('firing'), limits);
    const first = async () => (await delivered(lab, wanted, began)).find(({ status }) => status === 'firing');
    const told = await until(`${name} is delivered`, first, limits);
    expect(told.annotations['summary']).toMatch(/\w/);
    expect(Object.values(told.annotations).join(' ')).not.toMatch(/<error expanding|<no value>/);
    expect((await new Alertmanager(lab.endpoints.alertmanager!).alerts()).some(fits(wanted))).toBe(true);
    const shown = (await shownAlerts(lab)).rules.find((rule) => rule.name === name && rule.alerts.some(fits(wanted)));
    expect(shown?.state).toBe('firing');
    const deliveredAfter = told.at - began / 1000;
    expect(deliveredAfter, `${name}: seconds from its cause to the receiver`).toBeLessThanOrEqual(within);
    ended = true;
    const ending = Date.now();
    await end();
    const over = Date.now();
    await until(`${name} is resolved`, quiet, { ...limits, deadline: 240_000 }); // a slow ticket looks back 2 min
    const resolved = (Date.now() - over) / 1000;
    const again = async () =>
      (await delivered(lab, wanted, ending)).some(({ status }) => status === 'resolved') || undefined;
    await until(`${name} is delivered as resolved`, again, limits);
    const steps = { pending, firing, delivered: deliveredAfter, resolved };
    console.log(
      `| ${name} ${JSON.stringify(wanted)} | ${Object.values(steps)
        .map((s) => s.toFixed(1))
        .join(' | ')} |`,
    );
    return steps;
  } finally {
    if (!ended) await end();
  }
}
