import { renderFailure } from '../lab/src/base/lab-error.ts';
import { runSuite } from './run-suite.ts';
import { missingDocker } from './support/docker/docker-engine.ts';
import type { SuiteScore } from './table.ts';
import type { Chosen } from './turns.ts';

/**
 * Runs suites: first the patient ones in two lanes, then each that must be alone. Suites with containers share one engine, so
 * they stay in the first lane, which takes of the others when it is done with them. `file` selects the files whose names
 * contain it. Scores come in the order of `chosen`.
 */
export async function runSuites(chosen: readonly Chosen[], file?: string): Promise<SuiteScore[]> {
  const patient = chosen.filter((suite) => !suite.alone);
  const withContainers = patient.filter(({ runtime }) => runtime === 'docker');
  const others = patient.filter(({ runtime }) => runtime !== 'docker');
  const beside = patient.length > 1 && others.length > 0; // else only one lane has work
  const scores = (
    await Promise.all([
      takeInTurn([withContainers, others], { file, beside, lane: 1 }),
      takeInTurn([others], { file, beside, lane: 0 }),
    ])
  ).flat();
  const alone = chosen.filter((suite) => suite.alone);
  scores.push(...(await takeInTurn([alone], { file, beside: false, lane: 0 })));
  return chosen.map(({ name }) => scores.find((one) => one.name === name)!);
}

/** Takes suites from the front of the queues, which other lanes may share, until they are empty. */
async function takeInTurn(
  queues: Chosen[][],
  options: { file: string | undefined; beside: boolean; lane: number },
): Promise<SuiteScore[]> {
  const scores: SuiteScore[] = [];
  const next = () => queues.find((queue) => queue.length > 0)?.shift();
  for (let suite = next(); suite; suite = next()) {
    console.log(`\n=== ${suite.name}: ${suite.about}`);
    const start = performance.now();
    const missing = suite.runtime === 'docker' && !process.env['CI'] ? await missingDocker() : undefined;
    if (missing) console.warn(`SKIPPED ${renderFailure(missing)}`);
    const score = missing ? { passed: 0, failed: 0, skipped: 1, failures: [] } : await runSuite(suite, options);
    scores.push({ name: suite.name, score, seconds: (performance.now() - start) / 1000 });
  }
  return scores;
}
