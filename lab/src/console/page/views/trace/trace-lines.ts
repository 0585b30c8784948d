import type { StoredSpan } from '../../../../backends/trace-store.ts';

/**
 * A span's line in the waterfall: its depth, the ms from the trace's start to its own, and its duration in ms, both at
 * least 0, and 0 for a span without a start time. `key` is its span id, with a number behind it where several spans have this id.
 */
export type TraceLine = {
  span: StoredSpan;
  key: string;
  depth: number;
  begins: number;
  took: number;
  hasChildren: boolean;
};

/** The waterfall of a trace that is not empty: a line per span, children below their parent in the order of time. */
export function traceLines(spans: readonly StoredSpan[]): TraceLine[] {
  const began = beginOf(spans);
  const byTime = spans.toSorted((a, b) => Number(a.start - b.start));
  const ids = new Set(spans.map((span) => span.spanId));
  // without a parent, or with one that belongs to the sender or is missing
  const roots = byTime.filter(({ parentSpanId }) => parentSpanId === '' || !ids.has(parentSpanId));
  const lines = new Map<StoredSpan, TraceLine>();
  const numbers = new Map<string, number>();
  for (const [span, depth] of inOrder([...roots, ...byTime], byTime)) {
    const number = (numbers.get(span.spanId) ?? 0) + 1;
    numbers.set(span.spanId, number);
    lines.set(span, {
      span,
      key: number === 1 ? span.spanId : `${span.spanId}.${number}`,
      depth,
      begins: Math.max(0, ms(span.start - began)),
      took: span.start === 0n ? 0 : Math.max(0, ms(span.end - span.start)),
      hasChildren: false,
    });
  }
  const placed = [...lines.values()];
  placed.forEach((line, i) => (line.hasChildren = (placed[i + 1]?.depth ?? 0) > line.depth));
  return placed;
}

/** When the first span began, ns since the epoch; spans without a start time do not count. 0 if none has one. */
export function beginOf(spans: readonly StoredSpan[]): bigint {
  return spans.reduce((first, { start }) => (start > 0n && (first === 0n || start < first) ? start : first), 0n);
}

/** The lines that are not below one of `folded`, which are keys. */
export function unfolded(lines: readonly TraceLine[], folded: ReadonlySet<string>): TraceLine[] {
  let deepest = Number.POSITIVE_INFINITY;
  return lines.filter(({ key, depth }) => {
    if (depth > deepest) return false;
    deepest = folded.has(key) ? depth : Number.POSITIVE_INFINITY;
    return true;
  });
}

/** Each span once, behind its parent, with its depth: first what is below `roots`, which may name spans of a cycle. */
function* inOrder(roots: readonly StoredSpan[], byTime: readonly StoredSpan[]): Generator<[StoredSpan, number]> {
  const children = Map.groupBy(byTime, (span) => span.parentSpanId);
  children.delete(''); // roots are nobody's children, not even of a span without an id
  const done = new Set<StoredSpan>();
  for (const root of roots) {
    const waiting: [StoredSpan, number][] = [[root, 0]]; // a stack of our own: a trace may be deeper than the engine's
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [span, depth] = next;
      if (done.has(span)) continue;
      done.add(span);
      yield next;
      for (const child of (children.get(span.spanId) ?? []).toReversed()) waiting.push([child, depth + 1]);
      children.delete(span.spanId);
    }
  }
}

function ms(ns: bigint): number {
  return Number(ns) / 1e6;
}
