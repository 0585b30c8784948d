import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../../lab/src/base/poll.ts';
import { activeAlerts } from './alerts.ts';
import type { TestLab } from './test-lab.ts';

/**
 * Sends requests without the mark of a run, whatever is answered, until the signal aborts: objectives leave marked ones out.
 * `paths` in turns.
 */
export async function plainLoad(
  base: string,
  paths: readonly string[],
  perSecond: number,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const answers: Promise<unknown>[] = [];
  while (!signal.aborted) {
    const due = ((performance.now() - began) / 1000) * perSecond;
    while (answers.length < due) {
      const path = paths[answers.length % paths.length]!;
      answers.push(
        fetch(`${base}${path}`)
          .then((answer) => answer.arrayBuffer())
          .catch(() => {}),
      );
    }
    await wait(5); // the pace of the load
  }
  await Promise.all(answers);
}

/**
 * Sends good requests until alerts with these labels are over: what failed before, such as purchases while the shop started,
 * is within the windows of tickets for a quarter of an hour, and little else is.
 */
export async function burnNothing(lab: TestLab, labels: Record<string, string>): Promise<void> {
  const load = new AbortController();
  const running = plainLoad(lab.endpoints.gateway, ['/'], 60, load.signal);
  const over = async () => ((await activeAlerts(lab, labels)).length === 0 ? true : undefined);
  try {
    await until('good requests outweigh earlier failures', over, { deadline: 240_000, every: 500 });
  } finally {
    load.abort();
    await running;
  }
}
