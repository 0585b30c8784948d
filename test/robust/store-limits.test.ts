import { expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { largeDataIsKept, sendLargeTrace } from '../support/large-data.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { tempoNumber } from '../support/tempo-counters.ts';

const lab = await sharedLab();
const store = lab.stores[0]!;

const discarded = (reason: string) => tempoNumber(lab, 'tempo_discarded_spans_total', { reason });

const before = { large: await discarded('trace_too_large'), live: await discarded('live_traces_exceeded') };
const traces = [
  { spans: 10_000, bytes: 1_000 },
  { spans: 40, bytes: 500_000 },
];
largeDataIsKept(() => lab, { traces, atOnce: 12_000 }); // the default of Tempo would drop 2,000

test('nothing of this was discarded or cut', async () => {
  expect({ large: await discarded('trace_too_large'), live: await discarded('live_traces_exceeded') }).toEqual(before);
  expect(await tempoNumber(lab, 'tempo_distributor_attributes_truncated_total')).toBe(0);
});

test('of a trace over the limit, each span is either stored or counted under a reason', async () => {
  const traceId = await sendLargeTrace(lab, 60, 500_000);
  const left = await until(
    'every span is stored or counted',
    async () => {
      const counted = (await discarded('trace_too_large')) - before.large;
      return counted > 0 && (await store.trace(traceId)).length + counted === 60 ? counted : undefined;
    },
    { deadline: 60_000, every: 1_000 },
  );
  expect(left).toBeGreaterThanOrEqual(10); // 25 of the 30 MB are taken; a request that goes beyond is refused as a whole
  expect(left).toBeLessThan(60);
});
