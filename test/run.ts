// All tests, or chosen parts: npm test -- --help
import { suites } from './suites.ts';
import { parseChoice, usage } from './choice.ts';
import { runSuites } from './run-suites.ts';
import { asTable } from './table.ts';
import { inTurn, TURNS } from './turns.ts';

const choice = parseChoice(process.argv.slice(2));
if (typeof choice === 'string') {
  console.error(`${choice}\n\n${usage}`);
  process.exit(2);
}
if (choice.help) {
  console.log(usage);
  process.exit(0);
}

const chosen = (choice.turn ? inTurn(suites, choice.turn) : suites).filter(
  (suite) =>
    (choice.parts.length === 0 || choice.parts.some((part) => suite.parts.includes(part))) &&
    (!choice.runtime || suite.runtime === choice.runtime) &&
    (!choice.stack || suite.stack === choice.stack),
);
if (chosen.length === 0) {
  console.error(`No suite is left by this choice.\n\n${usage}`);
  process.exit(2);
}

if (choice.turn)
  console.log(
    `Turn ${choice.turn} of ${TURNS}, by the date: suites of every day, and a part of the files of the others.\n` +
      'Everything: npm test -- all',
  );
const began = performance.now();
const scores = await runSuites(chosen, choice.file);

console.log('');
for (const { name, score } of scores) {
  for (const failure of score.failures) console.log(`✗ ${name}: ${failure}\n`);
}
console.log(asTable(scores));
const sum = (side: 'passed' | 'failed' | 'skipped') => scores.reduce((total, { score }) => total + score[side], 0);
console.log(`\nAll in ${((performance.now() - began) / 60_000).toFixed(1)} min.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
