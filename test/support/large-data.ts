import { expect, test } from 'vitest';
import { routeKey, type TraceStore } from '../../lab/src/backends/trace-store.ts';
import { until } from '../../lab/src/base/poll.ts';
import { attribute, newTraceId, sendSpans, serverSpan, type SentSpan } from './otlp.ts';
import type { TestLab } from './test-lab.ts';

const SERVICE = 'store-limits';
const MB = 1_000_000;

/** How long a store may take for the largest of these, ms. */
const PATIENCE = { deadline: 90_000, every: 1_000 };

/** Sends spans of one trace, each with `bytes` of text, in requests of 1 MB. Returns its id. */
export async function sendLargeTrace(lab: TestLab, spans: number, bytes: number): Promise<string> {
  const traceId = newTraceId();
  const text = attribute('text', 'x'.repeat(bytes));
  const span = (): SentSpan => serverSpan('GET /big', { traceId, attributes: [text] });
  const perRequest = Math.ceil(MB / bytes);
  for (let sent = 0; sent < spans; sent += perRequest)
    await sendSpans(lab, SERVICE, Array.from({ length: Math.min(perRequest, spans - sent) }, span));
  return traceId;
}

/** Traces of a size that comes back complete, and a number of them at once. */
type Sizes = { traces: { spans: number; bytes: number }[]; atOnce: number };

/** Tests that what is large, much or late is kept, found and counted by every store of the lab that `lab` returns when they run. */
export function largeDataIsKept(lab: () => TestLab, { traces, atOnce }: Sizes): void {
  const eachStore = (look: (store: TraceStore) => Promise<unknown>) => Promise.all(lab().stores.map(look));

  test.each(traces)(
    'a trace of $spans spans with $bytes bytes each comes back complete, and hides no other',
    async ({ spans, bytes }) => {
      const start = Date.now() / 1000 - 10;
      const small = serverSpan('GET /big');
      await sendSpans(lab(), SERVICE, [small]);
      const traceId = await sendLargeTrace(lab(), spans, bytes);
      await eachStore(async (store) => {
        const read = await until(
          `${store.name} has all its spans`,
          async () => {
            const found = await store.trace(traceId);
            return found.length === spans ? found : undefined;
          },
          PATIENCE,
        );
        expect(read.every((span) => String(span.attributes['text']).length === bytes)).toBe(true);
        await until(`${store.name} finds both traces`, async () => {
          const range = { start, end: Date.now() / 1000 + 1 };
          const found = await store.search({ service: SERVICE, operation: 'GET /big', ...range });
          const ids = found.map((trace) => trace.traceId);
          return ids.includes(traceId) && ids.includes(small.traceId) ? true : undefined;
        });
      });
    },
  );

  test(`${atOnce} traces at once are all stored and counted`, async () => {
    const start = Date.now() / 1000 - 0.1; // without the large traces: Jaeger is counted by reading
    for (let sent = 0; sent < atOnce; sent += 500)
      await sendSpans(
        lab(),
        'many-traces',
        Array.from({ length: Math.min(500, atOnce - sent) }, () => serverSpan('GET /many')),
      );
    const key = routeKey('many-traces', 'GET /many');
    await eachStore((store) =>
      until(
        `${store.name} counts all`,
        async () =>
          (await store.countByRoute({ start, end: Date.now() / 1000 + 1 })).get(key) === atOnce ? true : undefined,
        PATIENCE,
      ),
    );
  });

  test('a span that arrives five minutes late is found and counted at the time when it happened', async () => {
    const now = Date.now();
    const range = { start: now / 1000 - 600, end: now / 1000 - 120 };
    const ended = BigInt(now - 300_000) * 1_000_000n;
    const times = { startTimeUnixNano: String(ended - 5_000_000n), endTimeUnixNano: String(ended) };
    const span = serverSpan('GET /late', times);
    await sendSpans(lab(), 'late', [span]);
    await eachStore((store) =>
      until(
        `${store.name} finds and counts it`,
        async () => {
          const found = await store.search({ service: 'late', ...range });
          const count = (await store.countByRoute(range)).get(routeKey('late', 'GET /late'));
          return found[0]?.traceId === span.traceId && count === 1 ? true : undefined;
        },
        { every: 1_000 },
      ),
    );
  });

  test('a long attribute is stored as it was sent', async () => {
    const text = 'é'.repeat(20_001); // an odd length: a cut at a number of bytes would split a character
    const span = serverSpan('GET /long', { attributes: [attribute('text', text)] });
    await sendSpans(lab(), SERVICE, [span]);
    await eachStore(async (store) => {
      const [stored] = await until(`${store.name} has it`, async () => {
        const spans = await store.trace(span.traceId);
        return spans.length > 0 ? spans : undefined;
      });
      expect(stored!.attributes['text']).toBe(text);
    });
  });
}
