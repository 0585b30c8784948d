import type { Attributes, StoredSpan } from './trace-store.ts';

/** OTLP in its JSON encoding, as Tempo and Jaeger answer it. opentelemetry-proto, trace/v1/trace.proto */
export type OtlpTrace = { resourceSpans?: ResourceSpans[] };
export type ResourceSpans = {
  resource?: { attributes?: KeyValue[] };
  scopeSpans?: { scope?: unknown; spans?: OtlpSpan[] }[];
};
export type KeyValue = { key?: string; value?: AnyValue | null };
/** Without any field: an empty value. */
type AnyValue = {
  stringValue?: string;
  intValue?: string | number;
  doubleValue?: number;
  boolValue?: boolean;
  arrayValue?: { values?: AnyValue[] };
};
/** Fields with their default value (empty, 0) are left out. */
export type OtlpSpan = {
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  name?: string;
  kind?: string | number;
  startTimeUnixNano?: string;
  endTimeUnixNano?: string;
  status?: { code?: string | number; message?: string };
  attributes?: KeyValue[];
  events?: { timeUnixNano?: string; name?: string; attributes?: KeyValue[] }[];
  links?: { traceId?: string; spanId?: string }[];
};

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const statuses = ['unset', 'ok', 'error'] as const;

/** Every distinct span of an OTLP answer: a span that was sent twice is one span, two spans with one id are two. */
export function spansOf(trace: OtlpTrace): StoredSpan[] {
  const spans = new Map<string, StoredSpan>();
  for (const { resource, scopeSpans } of trace.resourceSpans ?? []) {
    const about = attributesOf(resource?.attributes);
    for (const span of scopeSpans?.flatMap((scope) => scope.spans ?? []) ?? []) {
      const stored = storedSpan(span, about);
      const { traceId, spanId, parentSpanId, kind, service, name, start, end } = stored;
      spans.set([traceId, spanId, parentSpanId, kind, start, end, service, name].join(' '), stored);
    }
  }
  return [...spans.values()];
}

function storedSpan(span: OtlpSpan, resource: Attributes): StoredSpan {
  return {
    traceId: hex(span.traceId, 32),
    spanId: hex(span.spanId, 16),
    parentSpanId: hex(span.parentSpanId, 16).replace(/^0+$/, ''), // zeros: no parent
    name: span.name ?? '',
    kind: enumValue(kinds, 'SPAN_KIND_', span.kind),
    status: enumValue(statuses, 'STATUS_CODE_', span.status?.code),
    statusMessage: span.status?.message ?? '',
    service: String(resource['service.name'] ?? ''),
    start: BigInt(span.startTimeUnixNano ?? 0),
    end: BigInt(span.endTimeUnixNano ?? 0),
    attributes: attributesOf(span.attributes),
    events: (span.events ?? []).map(({ name = '', timeUnixNano = '0', attributes }) => ({
      name,
      at: BigInt(timeUnixNano),
      attributes: attributesOf(attributes),
    })),
    links: (span.links ?? []).map((link) => ({ traceId: hex(link.traceId, 32), spanId: hex(link.spanId, 16) })),
    resource,
  };
}

/** Jaeger writes ids as hex; Tempo, which uses protobuf's own JSON mapping, as base64. Browsers have no Buffer. */
function hex(id = '', length: number): string {
  if (id.length === length && /^[0-9a-f]+$/i.test(id)) return id.toLowerCase();
  return Array.from(atob(id), (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

function enumValue<T extends string>(values: readonly T[], prefix: string, value: string | number | undefined): T {
  if (typeof value === 'number') return values[value] ?? (values[0] as T);
  return values.find((v) => `${prefix}${v.toUpperCase()}` === value) ?? (values[0] as T);
}

/** A list of attributes as an object. */
export function attributesOf(list: KeyValue[] = []): Attributes {
  return Object.fromEntries(list.map(({ key = '', value }) => [key, plain(value ?? {})]));
}

function plain(value: AnyValue): string | number | boolean {
  if (value.intValue !== undefined) return Number(value.intValue);
  const list = value.arrayValue?.values?.map((one) => (one.arrayValue ? written(one) : plain(one)));
  return list?.join(', ') ?? value.stringValue ?? value.doubleValue ?? value.boolValue ?? written(value);
}

/** A value of another shape, or an array within an array, as JSON. */
function written(value: AnyValue): string {
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}
