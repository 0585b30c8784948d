import { losses } from '@span-metrics-lab/grafana';
import { expect, test } from 'vitest';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import type { StoredSpan } from '../../lab/src/backends/trace-store.ts';
import { until } from '../../lab/src/base/poll.ts';
import { attribute, postOtlp, sendSpans, serverSpan, type SentSpan, tracesOf } from './otlp.ts';
import type { TestLab } from './test-lab.ts';

const nested = (levels: number): unknown =>
  levels === 0 ? { stringValue: 'deep' } : { arrayValue: { values: [nested(levels - 1)] } };

/** A span that no store would take or give back, and the reason under which it is counted. */
const bad: [reason: string, span: Partial<SentSpan>][] = [
  ['no trace id', { traceId: '' }],
  ['no trace id', { traceId: '0'.repeat(32) }],
  ['no span id', { spanId: '' }],
  ['no span id', { spanId: '0'.repeat(16) }],
  ['values nested too deep', { attributes: [{ key: 'deep', value: nested(50) }] }],
];

/** Odd spans that must be kept and counted. */
const odd: [what: string, span: Partial<SentSpan>][] = [
  ['that is its own parent', { spanId: 'ab'.repeat(8), parentSpanId: 'ab'.repeat(8) }],
  ['that began at 0', { startTimeUnixNano: '0' }],
  ['that ended before it began', { endTimeUnixNano: '1000' }],
  ['of an unknown kind', { kind: 99 }],
  ['without a name', { name: '' }],
  ['with a list as attribute', { attributes: [{ key: 'list', value: nested(3) }] }],
  ['sampled elsewhere', { traceState: 'ot=th:8' }],
];

/** Tests that a bad span hurts only itself, on the lab that `get` returns when they run: whoever shares its request, its moment or a store. */
export function badSpansHurtNobodyElse(get: () => TestLab): void {
  test.each(bad)(
    'a span with %s (%j) is left out and counted; those that share its request and its moment are kept',
    async (reason, wrong) => {
      const { counter, matchers } = losses.find(({ what }) => what.endsWith(reason))!;
      const [name, value] = matchers.split('=') as [string, string];
      const leftOut = async () =>
        sumOf(await readExposition(get().endpoints.collectorTelemetry), counter, {
          [name]: JSON.parse(value) as string,
        }) ?? 0;
      const before = await leftOut();
      const [companion, neighbour] = [serverSpan('GET /good'), serverSpan('GET /good')];
      await Promise.all([
        sendSpans(get(), 'careless', [serverSpan('GET /bad', wrong), companion]),
        sendSpans(get(), 'careful', [neighbour]),
      ]);
      for (const { traceId } of [companion, neighbour]) await stored(traceId);
      expect(await leftOut()).toBe(before + 1);
    },
  );

  test.each(odd)('a span %s is stored', async (_what, over) => {
    const span = serverSpan('GET /odd', over);
    await sendSpans(get(), 'odd', [span]);
    for (const found of await stored(span.traceId))
      expect(found).toMatchObject({ spanId: span.spanId, name: span.name, service: 'odd' });
  });

  test('bytes that are no UTF-8 are replaced: the span is stored and counted, and the scrape goes on', async () => {
    const span = serverSpan('b@d', { attributes: [attribute('k@y', 'v@lue')] });
    const body = Buffer.from(JSON.stringify(tracesOf('b@d-service', [span])));
    const bytes = body.map((byte) => (byte === 0x40 ? 0xff : byte));
    const answer = await fetch(`${get().endpoints.otlpHttp}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array(bytes),
    });
    expect(answer.status).toBe(200);
    for (const found of await stored(span.traceId))
      expect(found).toMatchObject({
        name: 'b\uFFFDd',
        service: 'b\uFFFDd-service',
        attributes: { 'k\uFFFDy': 'v\uFFFDlue' },
      });
    await counted('b\uFFFDd-service', 1);
  });

  test.each([
    ['no service.name', undefined, 'unknown_service'],
    ['an empty service.name', '', 'unknown_service'],
  ])('spans with %s are stored and counted as %s', async (_what, service, as) => {
    const before = (await callsOf(as)) ?? 0;
    const span = serverSpan(`GET /without-${String(service)}`);
    await sendSpans(get(), service, [span]);
    for (const found of await stored(span.traceId)) expect(found.service).toBe(as);
    await counted(as, before + 1);
  });

  test('a request that cannot be read is refused with words, and only that one', async () => {
    for (const body of [
      '{',
      '{"resourceSpans": 7}',
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"xyz"}]}]}]}',
    ]) {
      const answer = await fetch(`${get().endpoints.otlpHttp}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect([answer.status, (await answer.json()) as unknown]).toEqual([
        400,
        expect.objectContaining({ message: expect.any(String) }),
      ]);
    }
    const tooLarge = tracesOf('large', [
      serverSpan('GET /large', { attributes: [attribute('x', 'x'.repeat(5_000_000))] }),
    ]);
    expect((await postOtlp(get(), 'traces', tooLarge)).status).toBeGreaterThanOrEqual(400);
  });

  /** Waits until every store of the lab has the span, and returns what each has. */
  async function stored(traceId: string): Promise<StoredSpan[]> {
    const reads = get().stores.map((store) =>
      until(`trace ${traceId} is stored in ${store.name}`, async () => {
        const spans = await store.trace(traceId);
        return spans.length === 1 ? spans[0] : undefined;
      }),
    );
    return Promise.all(reads);
  }

  async function callsOf(service: string): Promise<number | undefined> {
    return sumOf(await readExposition(get().endpoints.otherRed), 'traces_span_metrics_calls_total', {
      service_name: service,
    });
  }

  async function counted(service: string, calls: number): Promise<void> {
    await until(`${calls} calls of ${service}`, async () => ((await callsOf(service)) === calls ? true : undefined));
  }
}
