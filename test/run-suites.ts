import { renderFailure } from '../lab/src/base/lab-error.ts';
import { runSuite } from './run-suite.ts';
import type { Suite } from './suites.ts';
import { missingDocker } from './support/docker/docker-engine.ts';
import type { SuiteScore } from './table.ts';

/**
 * Runs suites: first those with containers beside those with processes or without engines, then each that must be alone.
 * `file` selects the files whose names contain it. Scores come in the order of `chosen`.
 */
export async function runSuites(chosen: readonly Suite[], file?: string): Promise<SuiteScore[]> {
  const patient = chosen.filter((suite) => !suite.alone);
  const lanes = [true, false].map((docker) => patient.filter((suite) => (suite.runtime === 'docker') === docker));
  const beside = lanes.every((lane) => lane.length > 0);
  const scores = (await Promise.all(lanes.map((lane) => oneByOne(lane, { file, beside })))).flat();
  scores.push(
    ...(await oneByOne(
      chosen.filter((suite) => suite.alone),
      { file, beside: false },
    )),
  );
  return chosen.map(({ name }) => scores.find((one) => one.name === name)!);
}

async function oneByOne(
  suites: readonly Suite[],
  options: { file: string | undefined; beside: boolean },
): Promise<SuiteScore[]> {
  const scores: SuiteScore[] = [];
  for (const suite of suites) {
    console.log(`\n=== ${suite.name}: ${suite.about}`);
    const start = performance.now();
    const missing = suite.runtime === 'docker' && !process.env['CI'] ? await missingDocker() : undefined;
    if (missing) console.warn(`SKIPPED ${renderFailure(missing)}`);
    const score = missing ? { passed: 0, failed: 0, skipped: 1, failures: [] } : await runSuite(suite, options);
    scores.push({ name: suite.name, score, seconds: (performance.now() - start) / 1000 });
  }
  return scores;
}
