import { setTimeout as wait } from 'node:timers/promises';
import { type Scenario, scenarios } from '../../lab/src/parts/scenarios.ts';
import type { AppRole } from '../../lab/src/parts/parts.ts';
import { newRun, send, type Sent } from '../../lab/src/check/request.ts';

/**
 * Quick requests of every kind: what a steady load mixes. Without those whose status is drawn: one that is not drawn for 15 s
 * would start its marked series anew (docs/adr/007).
 */
export const quick: readonly Scenario[] = scenarios.filter(
  (s) => !s.slow && s.route !== 'GET /cpu_task' && s.answers.length === 1,
);

/**
 * Sends `perSecond` requests per second, evenly, until `during` is over (at least `seconds`), even if answers are slow.
 * Returns the sent requests, to be reconciled; `during` gets the name of their run.
 */
export async function steadyLoad(
  bases: Record<AppRole, string>,
  options: {
    perSecond: number;
    seconds?: number;
    scenarios?: readonly Scenario[];
    during?: (run: string) => Promise<unknown>;
  },
): Promise<{ run: string; sent: Sent[] }> {
  const { perSecond, seconds = 0, during = async () => {} } = options;
  const mix = options.scenarios ?? quick;
  const run = newRun();
  const answers: Promise<Sent>[] = [];
  const began = performance.now();
  let over = false;
  const scene = during(run).finally(() => (over = true));
  scene.catch(() => {}); // told below, when the load has ended: until then Node would take it for unhandled
  while (!over || performance.now() - began < seconds * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    while (answers.length < due) answers.push(send(mix[answers.length % mix.length] as Scenario, bases, run));
    await wait(5); // the pace of the load, not a wait for something
  }
  await scene;
  return { run, sent: await Promise.all(answers) };
}
