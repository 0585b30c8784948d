import { type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';

/** Ended spans of the SDK, called `span 0`, `span 1` …, each with an attribute of so many characters. */
export function spans(count: number, characters = 0): ReadableSpan[] {
  const tracer = new TracerProvider().getTracer('test');
  return Array.from({ length: count }, (_, i) => {
    const span = tracer.startSpan(`span ${i}`, { attributes: { text: 'a'.repeat(characters) } });
    span.end();
    return span as unknown as ReadableSpan;
  });
}
