import type { Dependency, StoredSpan } from './trace-store.ts';

/** How often each service called each other, from the parents and children in these traces. */
export function edgesOf(traces: readonly StoredSpan[][]): Dependency[] {
  const edges = new Map<string, Dependency>();
  for (const spans of traces) {
    const byId = new Map(spans.map((s) => [s.spanId, s]));
    for (const child of spans) {
      const parent = byId.get(child.parentSpanId);
      if (!parent || parent.service === child.service) continue;
      const key = JSON.stringify([parent.service, child.service]);
      const edge = edges.get(key) ?? { parent: parent.service, child: child.service, calls: 0 };
      edges.set(key, { ...edge, calls: edge.calls + 1 });
    }
  }
  return [...edges.values()];
}
