import { losses } from '@span-metrics-lab/grafana';
import { describe, expect, test } from 'vitest';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import type { StoredSpan } from '../../lab/src/backends/trace-store.ts';
import { until } from '../../lab/src/base/poll.ts';
import { asProtobuf } from '../support/odd-otlp/encode.ts';
import {
  attribute,
  newSpanId,
  newTraceId,
  postOtlp,
  sendSpans,
  serverSpan,
  type SentSpan,
  tracesOf,
} from '../support/otlp.ts';
import type { TestLab } from '../support/test-lab.ts';
import { postToJaeger } from './post-to-jaeger.ts';

const long = 'x'.repeat(70_000);
const cut = `${'x'.repeat(1_000)}…`;
const list = (...values: object[]) => ({ arrayValue: { values } });

/** 18 MB as JSON, which is how Jaeger writes a list. */
const huge = [attribute('list', list({ stringValue: '\u0001'.repeat(3_000_000) }))];
const many = Array.from({ length: 5_000 }, (_, i) => attribute(`key${i}`, i));
const crowded = {
  events: Array.from({ length: 10_000 }, (_, i) => ({ timeUnixNano: String(i), name: `event ${i}` })),
  links: Array.from({ length: 10_000 }, () => ({ traceId: newTraceId(), spanId: newSpanId() })),
};
const noNumbers = [
  attribute('nan', { doubleValue: 'NaN' }),
  attribute('list', list({ doubleValue: 'Infinity' }, list({ stringValue: 'kept' }))),
  attribute('empty', {}),
];

/** What Cassandra, and so Jaeger, refuses again and again; whatever is in the same request is written. */
const refused: [what: string, service: string, span: Partial<SentSpan>][] = [
  ['a span with a name of 70,000 bytes', 'long', { name: long }],
  ['a service with a name of 70,000 bytes', long, {}],
  ['a span of 18 MB', 'huge', { attributes: huge }],
];

/** Tests that no span keeps the queue for Jaeger from moving on, on the lab that `lab` returns when they run. */
export function spansAreFitted(lab: () => TestLab): void {
  describe('spans are fitted to Jaeger', () => {
    test.each(refused)('Jaeger answers %s as if it were down', async (_what, service, span) => {
      const body = asProtobuf('traces', tracesOf(service, [serverSpan('GET /refused', span)]));
      expect(await postToJaeger(lab(), new Uint8Array(body))).toBe(503);
    });

    test.each<[what: string, service: string, span: Partial<SentSpan>, as: Partial<StoredSpan>]>([
      ['with a name of 70,000 bytes', 'long', { name: long }, { name: cut }],
      ['of a service with a name of 70,000 bytes', long, {}, { service: cut }],
      ['with 10,000 events and 10,000 links', 'crowded', crowded, {}],
      ['from 1970 to 2554', 'ages', { startTimeUnixNano: '1', endTimeUnixNano: String(2n ** 64n - 1n) }, {}],
      [
        'that calls its attributes like tags of Jaeger',
        'tags',
        { attributes: [attribute('span.kind', 'client')] },
        { kind: 'server', attributes: { 'exported_span.kind': 'client' } },
      ],
      [
        'with numbers that JSON has not',
        'nan',
        { attributes: noNumbers },
        { attributes: { nan: 'NaN', 'list.0': '+Inf', 'list.10': 'kept', empty: '' } },
      ],
    ])('a span %s is stored, and so is who shares its request', async (_what, service, over, as) => {
      const [odd, companion] = [serverSpan('GET /odd', over), serverSpan('GET /companion')];
      await sendSpans(lab(), service, [odd, companion]);
      expect(await stored(odd)).toMatchObject(as);
      await stored(companion);
    });

    test('spans that are sent twice and ended before they began can be read', async () => {
      const spans = Array.from({ length: 10 }, () => serverSpan('GET /twice', { endTimeUnixNano: '1000' }));
      await sendSpans(
        lab(),
        'twice',
        spans.flatMap((span) => [span, span]),
      );
      for (const span of spans) expect((await stored(span)).attributes).toMatchObject({ end_time_unix_nano: 1_000 });
    });

    test('a span of 5,000 attributes is stored within seconds, with all of them as one', async () => {
      const span = serverSpan('GET /many', { attributes: many });
      await sendSpans(lab(), 'many', [span]);
      const { attributes } = await stored(span);
      const all = JSON.parse(String(attributes['attributes'])) as object;
      expect([Object.keys(all).length, Object.keys(attributes).length]).toEqual([5_000, 64]);
    });

    test('a span of 18 MB is left out and counted, and the queue moves on', async () => {
      const { counter } = losses.find(({ what }) => what.endsWith('larger than Jaeger can write'))!;
      const own = () => readExposition(lab().endpoints.collectorTelemetry);
      const leftOut = async () => sumOf(await own(), counter, { filter: 'filter/drop_large_rows' }) ?? 0;
      const before = await leftOut();
      const companion = serverSpan('GET /companion');
      const spans = [serverSpan('GET /huge', { attributes: huge }), companion];
      expect(
        await postOtlp(lab(), 'traces', new Uint8Array(asProtobuf('traces', tracesOf('huge', spans)))),
      ).toMatchObject({ status: 200 });
      await stored(companion);
      expect(await leftOut()).toBe(before + 1);
      const waiting = async () => sumOf(await own(), 'otelcol_exporter_queue_size', { exporter: 'otlp_http/jaeger' });
      await until('nothing waits for Jaeger', async () => ((await waiting()) === 0 ? true : undefined));
    });
  });

  async function stored({ traceId }: SentSpan): Promise<StoredSpan> {
    const jaeger = lab().stores.find(({ name }) => name === 'Jaeger')!;
    return until(`Jaeger has trace ${traceId}`, async () => (await jaeger.trace(traceId))[0]);
  }
}
