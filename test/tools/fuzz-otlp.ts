// Odd OTLP beside a load, for as long as you like, against a lab of its own. Ends with code 1 when something went wrong.
//   node lab/bin/run.mjs test/tools/fuzz-otlp.ts [--minutes 30] [--seed 1] [--per-second 100] [--stack tempo]
import { parseArgs } from 'node:util';
import type { Stack } from '../../lab/src/parts/parts.ts';
import { fuzzLab } from '../support/odd-otlp/fuzz-lab.ts';
import { startLab } from '../support/start-lab.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    'per-second': { type: 'string', default: '100' },
    stack: { type: 'string', default: 'tempo' },
  },
});
await using lab = await startLab({ stack: values.stack as Stack });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void lab[Symbol.asyncDispose]().then(() => process.exit(1)));

const ends = performance.now() + Number(values.minutes) * 60_000;
const byStatus: Record<string, number> = {};
let sent = 0;
let found = 0;
for (let seed = Number(values.seed); performance.now() < ends; seed += 1_000) {
  const report = await fuzzLab(lab, {
    seed,
    seconds: 30,
    perSecond: Number(values['per-second']),
    perSecondBeside: 34,
  });
  sent += report.answers.sent;
  found += report.findings.length;
  for (const counts of Object.values(report.answers.byStatus))
    for (const [status, count] of Object.entries(counts)) byStatus[status] = (byStatus[status] ?? 0) + Number(count);
  const { memory, scrape } = report.strain;
  console.log(
    `seed ${seed}: ${report.answers.sent} inputs, collector at most ${memory.toFixed(0)} MB, scrape on average ${scrape.toFixed(2)} s`,
  );
  for (const finding of report.findings) console.log(`  ${finding}`);
}
console.log(`${sent} inputs; answers by status: ${JSON.stringify(byStatus)}; ${found} findings`);
process.exitCode = found > 0 ? 1 : 0;
