import type { PartPlan } from './plan.ts';

/** What the last lines of an Alertmanager that did not start mean, if that is known. */
export function explainAlertmanager(lastLog: string): ReturnType<NonNullable<PartPlan['explain']>> {
  const [, reason] =
    /Loading configuration file failed.*?err="?(.+?)"?(?:\n|$)/.exec(lastLog.replaceAll('\\"', '"')) ?? [];
  if (!reason) return undefined;
  return {
    expected: 'routes and receivers that Alertmanager can read',
    cause: reason,
    next: 'correct alertmanager/config.yaml, then the same command',
  };
}
