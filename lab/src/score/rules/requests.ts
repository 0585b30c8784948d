import type { StoredSpan } from '../../backends/trace-store.ts';
import { methodOf } from '../http-span.ts';
import { each, nameOf, type Rule } from '../rule.ts';
import { ownInTraces } from '../sample.ts';

/** LAB-006 */
export const oneServerSpan: Rule = {
  id: 'LAB-006',
  title: 'A request makes one SERVER span',
  impact: 'important',
  why: 'Requests are counted by SERVER spans: with two for each, every rate is twice what it is.',
  fix: {
    nodejs:
      'Instrument once: either by --import or in the code, and no second copy of @opentelemetry/api in node_modules.',
    python:
      'Instrument once: either opentelemetry-instrument or `FastAPIInstrumentor.instrument_app(app)`; not the ASGI middleware besides.',
    java: 'Use the agent or the Spring starter, not both.',
    go: 'Wrap the server by otelhttp.NewHandler once, not each handler as well.',
    other: 'Instrument either the server or the framework on top of it with a SERVER span, not both.',
  },
  judge: (sample) => {
    const servers = ownInTraces(sample).filter(({ span }) => span.kind === 'server');
    return each(
      servers.map(({ span, trace, byId }) => ({ span, other: enclosing(span, byId) ?? twinOf(span, trace, byId) })),
      { of: 'SERVER spans', wrong: 'beside another one of the same request', none: 'it has no SERVER span' },
      ({ span, other }) =>
        other ? { text: `${nameOf(span)} and ${nameOf(other)} are of one request`, span } : undefined,
    );
  },
};

/** LAB-007: what SPA-002 and SPA-004 do not see, because it is in two traces. */
export const context: Rule = {
  id: 'LAB-007',
  title: 'The context of a call is kept',
  impact: 'important',
  why: 'The request is in two traces: the caller’s ends at its call, and nobody sees what the caller waited for.',
  fix: {
    nodejs:
      'Keep the W3C propagator (OTEL_PROPAGATORS=tracecontext,baggage), and let the instrumentation of http wrap the server.',
    python:
      'OTEL_PROPAGATORS=tracecontext,baggage in both services; hand headers on in a client that is not instrumented: `propagate.inject(headers)`.',
    go: 'otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})): the default hands nothing on.',
    other:
      'Use the same propagator in both services (OTEL_PROPAGATORS=tracecontext,baggage), and let proxies between them keep the header traceparent.',
  },
  judge: ({ spans, calls }) =>
    each(
      spans.filter((span) => span.kind === 'server'),
      { of: 'SERVER spans', wrong: 'that began a trace of their own during a call', none: 'it has no SERVER span' },
      (span) => {
        const call = span.parentSpanId === '' && calls.find((one) => isCallOf(span, one));
        return call
          ? {
              text: `${nameOf(span)} is a root, and ran during ${nameOf(call)} of ${call.service} (trace ${call.traceId})`,
              span,
            }
          : undefined;
      },
    ),
};

/** How far clocks of processes on one machine may differ, and those of the lab and of others, ns. */
const JITTER = 20_000_000n;
const AHEAD = 1_000_000_000n;

/** LAB-008 */
export const clocks: Rule = {
  id: 'LAB-008',
  title: 'Clocks agree',
  impact: 'normal',
  why: 'A span that begins before what caused it is drawn in the wrong place, and one of the future is found by no search for the last minutes.',
  fix: {
    other:
      'Let the machine’s clock be set by NTP or chrony; a virtual machine that slept sets it late. Take times of spans from the SDK, not from a clock of your own.',
  },
  judge: (sample) => {
    const { readAt } = sample;
    return each(
      ownInTraces(sample),
      { of: 'spans', wrong: 'at an impossible time', none: 'no span of it was found' },
      ({ span, byId }) => {
        const parent = byId.get(span.parentSpanId);
        if (span.start > readAt + AHEAD)
          return { text: `${nameOf(span)} begins ${seconds(span.start - readAt)} in the future`, span };
        if (parent && span.start < parent.start - JITTER)
          return {
            text: `${nameOf(span)} begins ${seconds(parent.start - span.start)} before its parent ${nameOf(parent)} of ${parent.service}`,
            span,
          };
        return undefined;
      },
    );
  },
};

/** The SERVER span of the same service around this one, with nothing but INTERNAL spans between. */
function enclosing(span: StoredSpan, byId: ReadonlyMap<string, StoredSpan>): StoredSpan | undefined {
  const seen = new Set<StoredSpan>([span]);
  for (let parent = byId.get(span.parentSpanId); parent && !seen.has(parent); parent = byId.get(parent.parentSpanId)) {
    seen.add(parent);
    if (parent.service !== span.service) return undefined;
    if (parent.kind === 'server') return parent;
    if (parent.kind !== 'internal') return undefined;
  }
  return undefined;
}

/** An earlier SERVER span of the same service for the same CLIENT span. */
function twinOf(
  span: StoredSpan,
  spans: readonly StoredSpan[],
  byId: ReadonlyMap<string, StoredSpan>,
): StoredSpan | undefined {
  if (byId.get(span.parentSpanId)?.kind !== 'client') return undefined;
  return spans.find(
    (one) =>
      one !== span &&
      one.kind === 'server' &&
      one.service === span.service &&
      one.parentSpanId === span.parentSpanId &&
      one.start <= span.start &&
      span.start < one.end,
  );
}

function isCallOf(span: StoredSpan, call: StoredSpan): boolean {
  const same = (key: string) =>
    span.attributes[key] === undefined ||
    call.attributes[key] === undefined ||
    span.attributes[key] === call.attributes[key];
  const path = (of: StoredSpan) =>
    pathOf(
      String(
        of.attributes['url.path'] ??
          of.attributes['url.full'] ??
          of.attributes['http.url'] ??
          of.attributes['http.target'] ??
          '',
      ),
    );
  return (
    call.start <= span.start + JITTER &&
    span.end <= call.end + JITTER &&
    methodOf(call) !== undefined &&
    methodOf(call) === methodOf(span) &&
    path(call) !== '' &&
    path(call) === path(span) &&
    same('server.port')
  );
}

/** The path of an address, or of a path with its query. */
function pathOf(address: string): string {
  return address.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/, 1)[0]!;
}

const seconds = (ns: bigint) => `${(Number(ns) / 1e9).toFixed(2)} s`;
