import { setTimeout as wait } from 'node:timers/promises';

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
