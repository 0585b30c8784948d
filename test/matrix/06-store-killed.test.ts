import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { tempoConfig } from '../../lab/src/parts/configs.ts';
import { ownConfig } from '../support/change-config.ts';
import { missingSpans } from '../support/missing-spans.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { stack } from '../support/this-run.ts';
import { bench, rate, store } from './bench.ts';
import { note } from './results.ts';

const tempo = ownConfig(tempoConfig);
const lab = await bench({ configs: { tempo: tempo.path } });
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  tempo[Symbol.dispose]();
});

/** Kills the store under load and starts it; what is missing, and how long before the kill it was sent, s. */
async function killed() {
  let at = 0;
  const { sent } = await steadyLoad(lab.endpoints, {
    perSecond: rate,
    seconds: 25,
    during: async () => {
      const began = performance.now();
      await wait(16_000); // the load before the fault
      at = (performance.now() - began) / 1000;
      await lab.lab.kill(store);
      await lab.lab.start(store);
    },
  });
  const missing = await missingSpans(lab.stores[0]!, sent, 30_000);
  const ages = missing.map(({ one }) => at - sent.indexOf(one) / rate); // they were sent evenly
  return { sent, missing, oldest: Math.max(0, ...ages), newest: Math.min(0, ...ages) };
}

test('a killed store lacks at most what it took in its last 15 s (Tempo), or nothing (Jaeger)', async () => {
  const { sent, missing, oldest, newest } = await killed();
  if (stack === 'jaeger') expect(missing).toEqual([]);
  expect(oldest).toBeLessThan(15);
  expect(newest).toBeGreaterThan(-2); // nothing after it was back
  for (const { one, spans } of missing) console.log(`lacks ${spans} spans of ${one.traceId} (${one.scenario.name})`);
  note(6, {
    seen: `${missing.length} of ${sent.length} traces lack spans${missing.length > 0 ? `, sent ${oldest.toFixed(1)} s before the kill at the earliest` : ''}`,
  });
});

test.runIf(stack === 'tempo')('…and with Tempo’s own times for traces in memory it lacks older ones', async () => {
  tempo.change(
    ['  trace_idle_period: 1s', '  trace_idle_period: 10s'],
    ['  flush_check_period: 2s', '  flush_check_period: 10s'],
  );
  await lab.lab.stop('tempo');
  await lab.lab.start('tempo');
  const { sent, missing, oldest } = await killed();
  expect(oldest).toBeGreaterThan(5);
  note(6, {
    control: `Tempo’s own times: ${missing.length} of ${sent.length}, ${oldest.toFixed(1)} s before the kill at the earliest`,
  });
});
