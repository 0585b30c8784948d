import { type AlertWindows, burnRateOf, secondsOf, type WindowPair } from '../../../lab/src/objectives/windows-file.ts';

/** Requests per step that are good and bad, for a number of steps. */
export type Phase = { steps: number; good: number; bad: number };

/** What happened to a service, in steps of so many seconds, the first at 0. */
export type History = { step: number; phases: readonly Phase[] };

export type Condition = { severity: 'page' | 'ticket'; speed: 'quick' | 'slow'; pair: WindowPair; burn: number };

/** The four conditions of a set of windows; either of a severity is enough for its alert. */
export function conditionsOf(windows: AlertWindows): Condition[] {
  return (['page', 'ticket'] as const).flatMap((severity) =>
    (['quick', 'slow'] as const).map((speed) => {
      const pair = windows[severity][speed];
      return { severity, speed, pair, burn: burnRateOf(windows, pair) };
    }),
  );
}

/**
 * The share of bad requests in a window that ends at a step, from what happened; undefined without requests. Prometheus takes
 * the samples after the window's begin, so the first of its steps is not seen.
 */
export function shareOf({ step, phases }: History, end: number, window: string): number | undefined {
  const from = Math.max(0, end - secondsOf(window) / step + 1);
  let [begin, good, bad] = [0, 0, 0];
  for (const phase of phases) {
    const within = Math.max(0, Math.min(end, begin + phase.steps) - Math.max(from, begin));
    good += within * phase.good;
    bad += within * phase.bad;
    begin += phase.steps;
  }
  return good + bad > 0 ? bad / (good + bad) : undefined;
}

/** The conditions that hold at a step: the share in both windows is above what the burn rate allows of the budget. */
export function holding(history: History, conditions: readonly Condition[], budget: number, end: number): Condition[] {
  return conditions.filter(({ pair, burn }) =>
    [pair.shortWindow, pair.longWindow].every((window) => (shareOf(history, end, window) ?? 0) > burn * budget),
  );
}

/** Whether a share is so near to a threshold that one sample more or less decides. */
export function isNear(history: History, conditions: readonly Condition[], budget: number, end: number): boolean {
  return conditions.some(({ pair, burn }) =>
    [pair.shortWindow, pair.longWindow].some((window) => {
      const share = shareOf(history, end, window) ?? 0;
      return Math.abs(share / (burn * budget) - 1) < 0.06;
    }),
  );
}
