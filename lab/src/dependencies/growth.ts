import type { Series } from '../backends/prometheus.ts';
import type { Dependency } from '../backends/trace-store.ts';

/** The last sample of each series that was counted, by `keyOf`: seconds since the epoch and value. */
export type Seen = Map<string, { at: number; value: number }>;

/** Whether the target of a series answered scrapes between two of its samples, without it. */
export type Vanished = (labels: Series['labels'], from: number, to: number) => Promise<boolean>;

/** Longer without a sample than scrapes that were missed on a busy machine, s. */
const GAP = 5;

/** Identifies a series of the metric. */
export function keyOf(labels: Series['labels']): string {
  const own = Object.entries(labels).filter(([name]) => name !== '__name__'); // functions of PromQL leave it out
  return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * How often each edge was used by the end of each interval of `every` s, by the raw samples after `from` (s since the epoch).
 * A sample that `seen` does not know yet counts what it is above the one before it:
 * - all of it, if there is none before it: the connector shows a series only once it has counted;
 * - all of it, if it is lower, or if its series was gone meanwhile: the connector forgets an edge that is not used for 15 min.
 * Returns the rows in order of time, and what has been seen with them; `seen` stays as it is, so that a pass can be repeated.
 */
export async function growthOf(
  series: readonly Series[],
  { seen, from, every, vanished }: { seen: Seen; from: number; every: number; vanished: Vanished },
): Promise<{ rows: { at: number; edges: Dependency[] }[]; seen: Seen }> {
  const now: Seen = new Map(seen);
  const rows = new Map<number, Map<string, Dependency>>();
  for (const { labels, points } of series) {
    if (isFromOutside(labels)) continue;
    const key = keyOf(labels);
    for (const [at, value] of points) {
      const last = now.get(key);
      if (last && at <= last.at) continue;
      const anew = !last || value < last.value || (at - last.at > GAP && (await vanished(labels, last.at, at)));
      const calls = anew ? value : value - last.value;
      now.set(key, { at, value });
      if (calls > 0) add(rows, Math.max(Math.ceil(at / every) * every, from + every), labels, calls);
    }
  }
  const inOrder = [...rows].sort(([a], [b]) => a - b);
  return { rows: inOrder.map(([at, edges]) => ({ at, edges: [...edges.values()] })), seen: now };
}

/** Requests of callers that send no spans: Jaeger draws services only. */
function isFromOutside(labels: Series['labels']): boolean {
  return labels['client'] === 'user' && labels['connection_type'] === 'virtual_node';
}

function add(rows: Map<number, Map<string, Dependency>>, at: number, labels: Series['labels'], calls: number): void {
  const [parent, child] = [labels['client'] ?? '', labels['server'] ?? ''];
  const key = JSON.stringify([parent, child]);
  const edges = rows.get(at) ?? new Map<string, Dependency>();
  const before = edges.get(key)?.calls ?? 0;
  rows.set(at, edges.set(key, { parent, child, calls: before + calls }));
}
