import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import type { StoredSpan } from '../../lab/src/backends/trace-store.ts';
import { newRun, send, type Sent } from '../../lab/src/check/request.ts';
import { scenario } from '../../lab/src/parts/scenarios.ts';
import { faultNamed } from '../../lab/src/faults/switch.ts';
import { bench, booksOf } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

const chain = scenario('GET /chain');
const { means } = faultNamed('clock-off'); // Date.now() of stock
const [store] = lab.stores;

/** How much later the span of stock begins than its caller's, minutes, once the trace is complete. */
async function offset({ traceId }: Pick<Sent, 'traceId'>): Promise<{ minutes: number; spans: StoredSpan[] }> {
  const spans = await until('the trace is complete', async () => {
    const found = await store!.trace(traceId);
    return found.length === chain.due(200).length + chain.clientSpans ? found : undefined;
  });
  const callee = spans.find(({ service }) => service === 'stock')!;
  const caller = spans.find(({ spanId }) => spanId === callee.parentSpanId)!;
  return { minutes: Number(callee.start - caller.start) / 60e9, spans };
}

/** Requests through the service with that clock; they are all complete, and no span ends before it begins. */
async function withClock(minutes: number) {
  if (minutes !== 0) await means.begin(lab.lab, minutes);
  try {
    await until('the clock is so', async () => {
      const now = await offset(await send(chain, lab.endpoints, undefined));
      return Math.abs(now.minutes - minutes) < 0.5 ? true : undefined;
    });
    const run = newRun('counts');
    const sent: Sent[] = [];
    for (let i = 0; i < 50; i++) sent.push(await send(chain, lab.endpoints, run));
    const traces = await Promise.all(sent.map(offset));
    const negative = traces.flatMap(({ spans }) => spans.filter(({ start, end }) => end < start));
    return { ledger: await booksOf(lab, { run, sent }, 30_000), negative, offsets: traces.map((one) => one.minutes) };
  } finally {
    if (minutes !== 0) await means.end(lab.lab);
  }
}

const seen: string[] = [];
test.each([60, -10])(
  'with the clock of one service off by %i min traces are complete and calls exact',
  async (minutes) => {
    const { ledger, negative, offsets } = await withClock(minutes);
    expect(ledger.differences).toEqual([]);
    expect(negative).toEqual([]);
    for (const offset of offsets) expect(offset).toBeCloseTo(minutes, 0);
    seen.push(`${ledger.sent} SERVER spans stored and counted; stock seems to begin ${minutes} min after its caller`);
    note(21, { seen: seen.join('. ') });
  },
);

test('…and the order of a trace tells: with right clocks a call begins within a second of its caller', async () => {
  const { offsets } = await withClock(0);
  const most = Math.max(...offsets.map(Math.abs)) * 60;
  expect(most).toBeLessThan(1);
  note(21, { control: `right clocks: at most ${(most * 1000).toFixed(0)} ms` });
});
