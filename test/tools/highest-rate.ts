// The highest steady rate at which a stack keeps up and loses nothing, by search; prints queue depths. Not part of npm test.
//   node lab/bin/run.mjs test/tools/highest-rate.ts jaeger|tempo [first rate]      about 8 minutes, on an otherwise idle machine
import { availableParallelism, cpus } from 'node:os';
import { metric } from '@span-metrics-lab/grafana';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import type { Stack } from '../../lab/src/parts/parts.ts';
import { until } from '../../lab/src/base/poll.ts';
import { balance } from '../../lab/src/check/ledger.ts';
import { startLab } from '../support/start-lab.ts';
import type { TestLab } from '../support/test-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';

const [stack = 'jaeger', first = '100'] = process.argv.slice(2) as [Stack?, string?];
console.log(`${stack} on ${availableParallelism()} cores, ${cpus()[0]?.model}; app, load and stores share them`);
console.log('requests/s  spans/s  queue depth, spans, every 5 s            empty after  result');

await using lab = await startLab({ stack });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void lab[Symbol.asyncDispose]().then(() => process.exit(1)));
await tryRate(lab, 20, 10); // warms up what compiles while it runs
let good = 0;
let bad = Number.POSITIVE_INFINITY;
for (let rate = Number(first); bad / Math.max(good, 1) > 1.15;) {
  if (await tryRate(lab, rate, 20)) good = rate;
  else bad = rate;
  rate = Math.round(good === 0 ? bad / 2 : bad === Number.POSITIVE_INFINITY ? good * 2 : (good + bad) / 2);
}
while (!(await tryRate(lab, good, 60, true))) good = Math.round(good * 0.85);
console.log(`Highest: ${good} requests/s for 60 s, nothing lost.`);

/**
 * Whether the stack keeps up with a rate: sent in time, the queue at the end not deeper than at half time by more than the spans of
 * one second, and with `reconcile` every span stored and counted.
 */
async function tryRate(on: TestLab, perSecond: number, seconds: number, reconcile = false): Promise<boolean> {
  const depths: number[] = [];
  const before = await spans(on);
  const began = performance.now();
  let next = 0;
  const { run, sent } = await steadyLoad(on.endpoints, {
    perSecond,
    seconds,
    during: async () => {
      while (performance.now() - began < seconds * 1000) {
        if (performance.now() - began >= next) {
          depths.push(await queued(on).catch(() => NaN)); // a collector too busy to answer does not keep up
          next += 5_000;
        }
        await new Promise((resolve) => setTimeout(resolve, 100)); // the pace of the sampling
      }
    },
  });
  const took = (performance.now() - began) / 1000;
  const rate = ((await spans(on)) - before) / took;
  const ended = performance.now();
  await until('the queue is empty', async () => ((await queued(on)) === 0 ? true : undefined), { deadline: 300_000 });
  const empty = (performance.now() - ended) / 1000;
  const late = took > seconds * 1.05 + 1;
  const failed = sent.filter((one) => one.status === undefined).length;
  const differences = reconcile ? (await balance(on, run, sent, { patience: 60_000 })).differences : [];
  const grew = !(depths.at(-1)! - depths[Math.floor(depths.length / 2)]! <= rate);
  const ok = !late && failed === 0 && !grew && differences.length === 0;
  const why = [
    late && `answered only after ${took.toFixed(0)} s`,
    failed && `${failed} unanswered`,
    grew && 'queue grew',
    ...differences.slice(0, 2),
  ].filter(Boolean);
  console.log(
    [
      String(perSecond).padStart(10),
      rate.toFixed(0).padStart(8),
      ` ${depths.join(' ').padEnd(40)}`,
      `${empty.toFixed(1)} s`.padStart(11),
      ` ${ok ? `kept up${reconcile ? ', counts exact' : ''}` : why.join(', ')}`,
    ].join(' '),
  );
  return ok;
}

async function queued(on: TestLab): Promise<number> {
  return sumOf(await readExposition(on.endpoints.collectorTelemetry), metric.queueSize) ?? NaN;
}

async function spans(on: TestLab): Promise<number> {
  return sumOf(await readExposition(on.endpoints.collectorTelemetry), metric.accepted) ?? 0;
}
