import { label, metric, quoted } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../backends/prometheus.ts';
import type { StoredSpan, TraceStore } from '../backends/trace-store.ts';
import { sentBy } from '../score/measured.ts';

/** Calls that were counted, by service and kind of span. */
export type Counted = Map<string, { calls: number; byKind: Map<string, number> }>;

/** Every service whose spans are counted now. Throws when Prometheus does not answer. */
export async function countedServices(prometheus: Prometheus): Promise<Counted> {
  const samples = await prometheus.query(`sum by (${label.service}, ${label.kind}) (${metric.calls}{${label.run}=""})`);
  const counted: Counted = new Map();
  for (const { labels, value } of samples) {
    const service = labels[label.service];
    if (!service || value <= 0) continue;
    const one = counted.get(service) ?? { calls: 0, byKind: new Map() };
    one.calls += value;
    one.byKind.set((labels[label.kind] ?? '').replace('SPAN_KIND_', ''), value);
    counted.set(service, one);
  }
  return counted;
}

/** Services whose count grew since an earlier look, those with most new calls first. */
export function grownSince(before: Counted, now: Counted): string[] {
  const grown = [...now].map(([service, { calls }]) => ({ service, by: calls - (before.get(service)?.calls ?? 0) }));
  return grown
    .filter(({ by }) => by > 0)
    .toSorted((a, b) => b.by - a.by)
    .map(({ service }) => service);
}

/** Number of metrics that a service sends besides its spans. */
export async function metricsOf(service: string, prometheus: Prometheus): Promise<number> {
  return (await prometheus.query(`count(count by (__name__) ({${sentBy(service)}}))`))[0]?.value ?? 0;
}

/** The newest trace of a service, and what its spans say of themselves. Undefined while the store has none. */
export async function newestTrace(
  store: TraceStore,
  service: string,
): Promise<{ traceId: string; says: string } | undefined> {
  const now = Date.now() / 1000;
  const [found] = await store.search({ service, start: now - 3600, end: now + 60, limit: 1 });
  if (!found) return undefined;
  const own = (await store.trace(found.traceId)).filter((span) => span.service === service);
  return own.length === 0 ? undefined : { traceId: found.traceId, says: describeSpans(own) };
}

/** Kinds, names and the resource of spans, in words. */
export function describeSpans(spans: readonly StoredSpan[]): string {
  const names = [...new Set(spans.map(({ kind, name }) => `${kind.toUpperCase()} ${quoted(name.slice(0, 60))}`))];
  const resource = spans[0]!.resource;
  const told = ['telemetry.sdk.language', 'telemetry.sdk.version', 'service.namespace', 'service.version'].flatMap(
    (key) => (resource[key] === undefined ? [] : [`${key}=${String(resource[key]).slice(0, 60)}`]),
  );
  const more = names.length > 4 ? `, and ${names.length - 4} other names` : '';
  return `${names.slice(0, 4).join(', ')}${more}${told.length > 0 ? `; ${told.join(', ')}` : ''}`;
}
