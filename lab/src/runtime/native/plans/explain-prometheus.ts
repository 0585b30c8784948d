import type { PartPlan } from './plan.ts';

/** What the last lines of a Prometheus that did not start mean, if that is known: which file of rules it cannot read, and where. */
export function explainPrometheus(lastLog: string): ReturnType<NonNullable<PartPlan['explain']>> {
  const [, file, reason] =
    /parse rules from file "[^"]*?((?:rules|alerts|objectives)\/[^"/]+)".*?\.ya?ml: (.+?)"?(?:\n|$)/.exec(
      lastLog.replaceAll('\\"', '"'),
    ) ?? [];
  if (!file) return undefined;
  return {
    expected: 'rules that Prometheus can read',
    cause: `${file}: ${reason}`,
    next: `correct prometheus/${file}, then the same command`,
  };
}
