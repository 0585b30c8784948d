import type { Attributes, StoredSpan } from './trace-store.ts';

/** OTLP in its JSON encoding, as Tempo and Jaeger answer it. opentelemetry-proto, trace/v1/trace.proto */
export type OtlpTrace = { resourceSpans?: ResourceSpans[] };
export type ResourceSpans = {
  resource?: { attributes?: KeyValue[] };
  scopeSpans?: { scope?: unknown; spans?: OtlpSpan[] }[];
};
export type KeyValue = { key: string; value: AnyValue };
type AnyValue = {
  stringValue?: string;
  intValue?: string | number;
  doubleValue?: number;
  boolValue?: boolean;
  arrayValue?: { values?: AnyValue[] };
};
export type OtlpSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind?: string | number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status?: { code?: string | number; message?: string };
  attributes?: KeyValue[];
  events?: { timeUnixNano: string; name: string; attributes?: KeyValue[] }[];
  links?: { traceId: string; spanId: string }[];
};

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const statuses = ['unset', 'ok', 'error'] as const;

/** Every distinct span of an OTLP answer: a span that was sent twice is one span. */
export function spansOf(trace: OtlpTrace): StoredSpan[] {
  const spans = new Map<string, StoredSpan>();
  for (const { resource, scopeSpans } of trace.resourceSpans ?? []) {
    const about = attributesOf(resource?.attributes);
    for (const span of scopeSpans?.flatMap((scope) => scope.spans ?? []) ?? []) {
      const stored = storedSpan(span, about);
      spans.set(`${stored.traceId} ${stored.spanId} ${stored.kind}`, stored);
    }
  }
  return [...spans.values()];
}

function storedSpan(span: OtlpSpan, resource: Attributes): StoredSpan {
  return {
    traceId: hex(span.traceId, 32),
    spanId: hex(span.spanId, 16),
    parentSpanId: span.parentSpanId ? hex(span.parentSpanId, 16) : '',
    name: span.name,
    kind: enumValue(kinds, 'SPAN_KIND_', span.kind),
    status: enumValue(statuses, 'STATUS_CODE_', span.status?.code),
    statusMessage: span.status?.message ?? '',
    service: String(resource['service.name'] ?? ''),
    start: BigInt(span.startTimeUnixNano),
    end: BigInt(span.endTimeUnixNano),
    attributes: attributesOf(span.attributes),
    events: (span.events ?? []).map(({ name, timeUnixNano, attributes }) => ({
      name,
      at: BigInt(timeUnixNano),
      attributes: attributesOf(attributes),
    })),
    links: (span.links ?? []).map((link) => ({ traceId: hex(link.traceId, 32), spanId: hex(link.spanId, 16) })),
    resource,
  };
}

/** Jaeger writes ids as hex; Tempo, which uses protobuf's own JSON mapping, as base64. Browsers have no Buffer. */
function hex(id: string, length: number): string {
  if (id.length === length && /^[0-9a-f]+$/i.test(id)) return id.toLowerCase();
  return Array.from(atob(id), (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

function enumValue<T extends string>(values: readonly T[], prefix: string, value: string | number | undefined): T {
  if (typeof value === 'number') return values[value] ?? (values[0] as T);
  return values.find((v) => `${prefix}${v.toUpperCase()}` === value) ?? (values[0] as T);
}

/** A list of attributes as an object. */
export function attributesOf(list: KeyValue[] = []): Attributes {
  return Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));
}

function plain(value: AnyValue): string | number | boolean {
  if (value.intValue !== undefined) return Number(value.intValue);
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plain).join(', ');
  return value.stringValue ?? value.doubleValue ?? value.boolValue ?? JSON.stringify(value);
}
