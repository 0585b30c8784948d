import { Alertmanager } from '../../backends/alertmanager.ts';
import { isHeartbeat, notificationsAt, watchdog } from '../../backends/notifications.ts';
import { LabError } from '../../base/lab-error.ts';
import { describeError, until } from '../../base/poll.ts';
import { HEARTBEAT } from '../../parts/receiver.ts';
import { whyNotReady } from '../../backends/ready.ts';
import type { CheckContext, Hop } from '../hop.ts';

/** How old the last heartbeat may be, s. */
const PATIENCE = 2.5 * HEARTBEAT;

/** The path of alerts works: rules are evaluated, Prometheus knows its Alertmanager, and what always fires arrived just now. */
export const alertsHop: Hop = {
  name: 'alerts',
  title: 'alerts reach their receiver',
  expected: `rules without errors, and a heartbeat at the console's receiver in the last ${PATIENCE} s`,
  needs: ['prometheus'],
  skipReason: ({ parts, endpoints }) => {
    if (!parts.includes('alertmanager')) return 'no alerts in this lab';
    return endpoints.console ? undefined : 'no console in this lab, which receives them';
  },
  walk: async (context) => {
    await expectAlertmanager(context);
    const rules = await expectRules(context);
    const heartbeat = async () => {
      const [last] = (await notificationsAt(context.endpoints.console!)).filter(isHeartbeat);
      const age = last && Date.now() / 1000 - last.at;
      return age !== undefined && age < PATIENCE ? age : undefined;
    };
    const age = await until('the heartbeat arrives', heartbeat, { deadline: PATIENCE * 1000, every: 250 }).catch(
      async (error: unknown) => {
        throw await whyLate(context, error);
      },
    );
    return `${rules} rules without errors; heartbeat ${Math.max(0, age).toFixed(0)} s ago`;
  },
};

async function expectAlertmanager({ endpoints }: CheckContext): Promise<void> {
  const why = await whyNotReady('alertmanager', endpoints);
  if (!why) return;
  throw new LabError({
    what: `Alertmanager: ${why}`,
    cause: 'Alertmanager is not running: alerts fire, and nobody is told',
    next: 'npm run lab -- start alertmanager',
  });
}

/** The number of rules. Throws a LabError for one that cannot be evaluated, and if there are none. */
async function expectRules({ prometheus }: CheckContext): Promise<number> {
  const [rules, broken] = await Promise.all([prometheus.alertRules(), prometheus.brokenRules()]);
  const [worst] = broken;
  if (worst)
    throw new LabError({
      what: `${worst.name} (group ${worst.group}): ${worst.error}`,
      cause: 'a rule cannot be evaluated',
      next: 'npm run lab -- logs prometheus',
    });
  if (rules.length > 0) return rules.length;
  throw new LabError({
    what: 'Prometheus has no rules that raise alerts',
    cause: 'it could not read prometheus/alerts, or its configuration has no rule_files for them',
    next: 'npm run lab -- logs prometheus',
  });
}

async function whyLate({ prometheus, endpoints }: CheckContext, error: unknown): Promise<LabError> {
  const known = await prometheus.alertmanagers().catch(() => []);
  if (known.length === 0)
    return new LabError({
      what: 'Prometheus knows no Alertmanager',
      cause: 'its configuration has no `alerting`, or its targets/alertmanagers.yaml is missing',
      next: 'npm run lab -- logs prometheus',
    });
  const failed = await prometheus
    .query('sum(increase(alertmanager_notifications_failed_total[1m])) > 0')
    .catch(() => []);
  if (failed.length > 0)
    return new LabError({
      what: `${failed[0]!.value.toFixed(0)} notifications failed in the last minute`,
      cause: 'Alertmanager cannot reach its receiver, and tries again',
      next: 'npm run lab -- logs alertmanager',
    });
  const sent = await new Alertmanager(endpoints.alertmanager!).alerts().catch(() => []);
  const [silence] = sent.find(({ labels }) => labels['alertname'] === watchdog)?.silencedBy ?? [];
  if (silence !== undefined)
    return new LabError({
      what: `the heartbeat is silenced (${silence})`,
      cause: 'somebody made that silence; a web page that was open on this machine can do so, too (SECURITY.md)',
      next: 'expire it on Alertmanager’s page: npm run lab -- open alertmanager',
    });
  return new LabError({
    what: describeError(error),
    cause: 'nothing arrived at the receiver',
    next: 'npm run lab -- logs alertmanager',
  });
}
