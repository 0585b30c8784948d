import type { OtlpSpan, OtlpTrace as AnyOtlpTrace, ResourceSpans } from '../../../../backends/otlp-json.ts';
import { ask, Problem } from '../../shell/ask.ts';

/** A trace as the waterfall draws it: everything there. */
export type OtlpTrace = ReturnType<typeof normalized>;

type Answer = {
  trace?: AnyOtlpTrace;
  result?: AnyOtlpTrace;
  batches?: ResourceSpans[];
} & AnyOtlpTrace;

/** The trace from either store in one form; undefined if the store does not know it (yet). */
export async function loadTrace(
  store: 'Tempo' | 'Jaeger',
  traceId: string,
  signal: AbortSignal,
): Promise<OtlpTrace | undefined> {
  const url =
    store === 'Tempo' ? `/tempo/api/v2/traces/${traceId}` : `/jaeger/api/v3/traces/${traceId}?raw_traces=true`;
  const answer = await ask<Answer>(url, { signal }).catch((error: Error) => {
    if (error instanceof Problem && error.status === 404) return {} as Answer;
    throw error;
  });
  const found =
    answer.trace?.resourceSpans ?? answer.result?.resourceSpans ?? answer.resourceSpans ?? answer.batches ?? [];
  const trace = normalized(found);
  return trace.resourceSpans.length > 0 ? trace : undefined;
}

/** Ids as hex, enums as names, each span once; a parent that is elsewhere (the sender of the request) is left out. */
function normalized(found: readonly ResourceSpans[]) {
  const seen = new Set<string>();
  const resourceSpans = found.map(({ resource, scopeSpans = [] }) => ({
    resource: { attributes: resource?.attributes ?? [] },
    scopeSpans: scopeSpans.map(({ scope, spans = [] }) => ({
      scope,
      spans: spans.map(normalizedSpan).filter((span) => !seen.has(span.spanId) && seen.add(span.spanId)),
    })),
  }));
  for (const { scopeSpans } of resourceSpans) {
    for (const { spans } of scopeSpans)
      for (const span of spans) if (!seen.has(span.parentSpanId)) span.parentSpanId = '';
  }
  return { resourceSpans: resourceSpans.filter(({ scopeSpans }) => scopeSpans.some(({ spans }) => spans.length > 0)) };
}

function normalizedSpan(span: OtlpSpan) {
  return {
    ...span,
    traceId: hex(span.traceId, 32),
    spanId: hex(span.spanId, 16),
    parentSpanId: span.parentSpanId ? hex(span.parentSpanId, 16) : '',
    kind: kinds[span.kind as number] ?? span.kind,
    status: { ...span.status, code: codes[span.status?.code as number] ?? span.status?.code },
    attributes: span.attributes ?? [],
    links: (span.links ?? []).map((link) => ({
      ...link,
      traceId: hex(link.traceId, 32),
      spanId: hex(link.spanId, 16),
    })),
  };
}

const kinds = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];
const codes = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'];

/** Jaeger writes ids as hex; Tempo, which uses protobuf's own JSON mapping, as base64. */
function hex(id: string, length: number): string {
  if (id.length === length && /^[0-9a-f]+$/i.test(id)) return id.toLowerCase();
  return Array.from(atob(id), (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
