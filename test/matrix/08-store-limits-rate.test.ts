import { metric } from '@span-metrics-lab/grafana';
import { afterAll, expect, test } from 'vitest';
import { tempoConfig } from '../../lab/src/parts/configs.ts';
import { ownConfig } from '../support/change-config.ts';
import { missingSpans } from '../support/missing-spans.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { tempoNumber } from '../support/tempo-counters.ts';
import { stack } from '../support/this-run.ts';
import { bench, booksOf, collectorNumber, drained, exporter, exporting, rate } from './bench.ts';
import { note } from './results.ts';
import { isTriedOn } from './rows.ts';

const here = isTriedOn(stack, 8); // Jaeger has no such limit
const tempo = ownConfig(tempoConfig);
tempo.change(
  ['rate_limit_bytes: 8_000_000', 'rate_limit_bytes: 20_000'],
  ['burst_size_bytes: 25_000_000', 'burst_size_bytes: 80_000'],
);
const lab = here ? await bench({ configs: { tempo: tempo.path } }) : undefined!;
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]();
  tempo[Symbol.dispose]();
});

const limited = () => tempoNumber(lab, 'tempo_discarded_spans_total', { reason: 'rate_limited' });
const load = () => steadyLoad(lab.endpoints, { perSecond: rate, seconds: 10 });

test.runIf(here)(
  'what Tempo refuses for now, because it is too much at once, is sent again until it is stored',
  async () => {
    const sent = await load();
    const after = await drained(lab);
    const refused = await limited();
    expect(refused).toBeGreaterThan(0);
    const ledger = await booksOf(lab, sent);
    expect(ledger.differences).toEqual([]);
    note(8, {
      seen: `${refused} spans refused for now, ${ledger.sent} SERVER spans, 0 lost; queue empty after ${after.toFixed(1)} s`,
    });
  },
);

test.runIf(here)('…and would be lost without retries, and counted as failed', async () => {
  await lab.withCollector(exporting({ retry_on_failure: { enabled: false } }));
  const { sent } = await load();
  await drained(lab);
  const missing = await missingSpans(lab.stores[0]!, sent);
  const lost = missing.reduce((sum, { spans }) => sum + spans, 0);
  expect(lost).toBeGreaterThan(0);
  expect(await collectorNumber(lab, metric.sendFailed, { exporter })).toBe(lost);
  note(8, { control: `no retries: ${lost} spans lost, send_failed ${lost}` });
});
