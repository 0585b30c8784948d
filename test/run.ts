// All tests, or chosen parts: npm test -- --help
import { suites } from './suites.ts';
import { parseChoice, usage } from './choice.ts';
import { runSuite, type Score } from './run-suite.ts';

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
const scores: { name: string; score: Score; seconds: number }[] = [];
for (const suite of chosen) {
  console.log(`\n=== ${suite.name}: ${suite.about}`);
  const start = performance.now();
  const score = await runSuite(suite, choice.file);
  scores.push({ name: suite.name, score, seconds: (performance.now() - start) / 1000 });
}

console.log('');
for (const { name, score } of scores) {
  for (const failure of score.failures) console.log(`✗ ${name}: ${failure}\n`);
}
for (const { name, score, seconds } of scores) {
  const { passed, failed, skipped } = score;
  console.log(
    `${failed > 0 ? '✗' : '✓'} ${name.padEnd(16)} ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds.toFixed(0)} s`,
  );
}
const sum = (side: 'passed' | 'failed' | 'skipped') => scores.reduce((total, { score }) => total + score[side], 0);
console.log(`All in ${((performance.now() - began) / 60_000).toFixed(1)} min.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
