import { afterAll, expect, test } from 'vitest';
import { restart } from '../support/restart.ts';
import { fuzzLab } from '../support/odd-otlp/fuzz-lab.ts';
import { ownLayer } from '../support/own-layer.ts';
import { startLab } from '../support/start-lab.ts';

// its own lab: it sends under any name, and other tests ask what the services of some names have sent
const layer = ownLayer();
const lab = await startLab({ configs: { collector: layer.path } });
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  layer[Symbol.dispose]();
});

test('30 s of odd OTLP harm nobody, and every accepted item is accounted for', async () => {
  const { answers, ledger, strain, findings } = await fuzzLab(lab, {
    seed: 20_261_126,
    seconds: 30,
    perSecond: 100,
    perSecondBeside: 34,
  });
  console.log(`${answers.sent} inputs; ${JSON.stringify(answers.byStatus)}; strain ${JSON.stringify(strain)}`);
  expect(findings).toEqual([]);
  expect(ledger.requests).toBeGreaterThanOrEqual(1_000);
  expect(ledger.stored).toBe(ledger.sent);
  expect(answers.sent).toBeGreaterThan(1_500);
});

test('…and an item that no counter names is found', async () => {
  layer.write({
    exporters: { debug: {} },
    service: { pipelines: { 'traces/tempo': { exporters: ['debug'] } } },
  });
  await restart(lab, 'collector');
  const { findings } = await fuzzLab(lab, { seed: 1, seconds: 2, perSecond: 50, perSecondBeside: 5, patience: 3_000 });
  expect(findings).toContainEqual(expect.stringMatching(/^spans: \d+ accepted, 0 passed on, /));
});
