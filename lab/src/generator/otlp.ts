import { randomUUID } from 'node:crypto';
import type { MadeSpan } from './make-trace.ts';

const instance = randomUUID();
const kinds = { server: 2, client: 3 } as const;

/**
 * An OTLP/JSON request with these spans, one resource per service; `mark` becomes the attribute `lab.run` of each span.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function otlpRequest(spans: readonly MadeSpan[], mark?: string): object {
  const byService = Object.groupBy(spans, (span) => span.service);
  return {
    resourceSpans: Object.entries(byService).map(([service, own]) => ({
      resource: {
        attributes: attributes({
          'service.name': service,
          'service.namespace': 'span-metrics-lab',
          'service.version': '1.0.0',
          'service.instance.id': instance,
          'deployment.environment.name': 'lab',
        }),
      },
      scopeSpans: [{ scope: { name: 'generator' }, spans: own!.map((span) => otlpSpan(span, mark)) }],
    })),
  };
}

function otlpSpan(span: MadeSpan, mark: string | undefined): object {
  const { traceId, spanId, parentSpanId, name, start, milliseconds, status } = span;
  return {
    traceId,
    spanId,
    ...(parentSpanId && { parentSpanId }),
    name,
    kind: kinds[span.kind],
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(milliseconds) * 1_000_000n),
    attributes: attributes({ ...span.attributes, ...(mark && { 'lab.run': mark }) }),
    status: status >= 500 ? { code: 2 } : {},
  };
}

function attributes(values: Record<string, string | number>): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}
