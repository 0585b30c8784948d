import { propagation, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { RunMarkProcessor } from './run-mark.ts';

function markOn(kind: SpanKind, baggage: Record<string, string>): unknown {
  const memory = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [new RunMarkProcessor(), new SimpleSpanProcessor({ exporter: memory })],
  });
  const entries = Object.fromEntries(Object.entries(baggage).map(([key, value]) => [key, { value }]));
  const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(entries));
  provider.getTracer('test').startSpan('a', { kind }, context).end();
  return memory.getFinishedSpans()[0]?.attributes['lab.run'];
}

test.each([SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER])(
  'a span of kind %i has the mark of its run',
  (kind) => {
    expect(markOn(kind, { 'lab.run': 'check-1' })).toBe('check-1');
  },
);

test.each(['', 'Upper', 'a b', 'x'.repeat(33), 'a=b', 'ä'])('the value "%s" is ignored', (value) => {
  expect(markOn(SpanKind.SERVER, { 'lab.run': value })).toBeUndefined();
});

test('other spans and other baggage entries are not changed', () => {
  expect(markOn(SpanKind.INTERNAL, { 'lab.run': 'check-1' })).toBeUndefined();
  expect(markOn(SpanKind.SERVER, { run: 'check-1' })).toBeUndefined();
});
