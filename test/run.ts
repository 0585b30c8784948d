// All tests, or chosen parts: npm test -- --help
import { suites } from './suites.ts';
import { parseChoice, usage } from './choice.ts';
import { runSuite } from './run-suite.ts';
import { renderFailure } from '../lab/src/base/lab-error.ts';
import { asTable, type SuiteScore } from './table.ts';
import { missingDocker } from './support/docker/docker-engine.ts';

const choice = parseChoice(process.argv.slice(2));
if (typeof choice === 'string') {
  console.error(`${choice}\n\n${usage}`);
  process.exit(2);
}
if (choice.help) {
  console.log(usage);
  process.exit(0);
}

const chosen = suites.filter(
  (suite) =>
    (choice.parts.length === 0 || choice.parts.some((part) => suite.parts.includes(part))) &&
    (!choice.runtime || suite.runtime === choice.runtime) &&
    (!choice.stack || suite.stack === choice.stack),
);
if (chosen.length === 0) {
  console.error(`No suite is left by this choice.\n\n${usage}`);
  process.exit(2);
}

const began = performance.now();
const scores: SuiteScore[] = [];
for (const suite of chosen) {
  console.log(`\n=== ${suite.name}: ${suite.about}`);
  const start = performance.now();
  const missing = suite.runtime === 'docker' && !process.env['CI'] ? await missingDocker() : undefined;
  if (missing) console.warn(`SKIPPED ${renderFailure(missing)}`);
  const score = missing ? { passed: 0, failed: 0, skipped: 1, failures: [] } : await runSuite(suite, choice.file);
  scores.push({ name: suite.name, score, seconds: (performance.now() - start) / 1000 });
}

console.log('');
for (const { name, score } of scores) {
  for (const failure of score.failures) console.log(`✗ ${name}: ${failure}\n`);
}
console.log(asTable(scores));
const sum = (side: 'passed' | 'failed' | 'skipped') => scores.reduce((total, { score }) => total + score[side], 0);
console.log(`\nAll in ${((performance.now() - began) / 60_000).toFixed(1)} min.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
