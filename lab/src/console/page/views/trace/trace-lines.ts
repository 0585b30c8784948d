import type { StoredSpan } from '../../../../backends/trace-store.ts';

/** A span's line in the waterfall: its depth, the ms from the trace's start to its own, and its duration in ms. */
export type TraceLine = { span: StoredSpan; depth: number; begins: number; took: number; hasChildren: boolean };

/** The waterfall of a trace that is not empty: a line per span, children below their parent in the order of time. */
export function traceLines(spans: readonly StoredSpan[]): TraceLine[] {
  const began = beginOf(spans);
  const byTime = spans.toSorted((a, b) => Number(a.start - b.start));
  const ids = new Set(spans.map((span) => span.spanId));
  const children = Map.groupBy(byTime, (span) => span.parentSpanId);
  const lines = new Map<StoredSpan, TraceLine>();
  const place = (span: StoredSpan, depth: number): void => {
    if (lines.has(span)) return;
    const below = children.get(span.spanId) ?? [];
    const [begins, took] = [ms(span.start - began), ms(span.end - span.start)];
    lines.set(span, { span, depth, begins, took, hasChildren: below.length > 0 });
    for (const child of below) place(child, depth + 1);
  };
  for (const span of byTime) if (!ids.has(span.parentSpanId)) place(span, 0); // its parent belongs to the sender, or is missing
  for (const span of byTime) place(span, 0); // cycles: spans that are each other's parents
  return [...lines.values()];
}

/** When the first span began, ns since the epoch. */
export function beginOf(spans: readonly StoredSpan[]): bigint {
  return spans.reduce((first, { start }) => (start < first ? start : first), spans[0]!.start);
}

/** The lines that are not below one of `folded`, which are span ids. */
export function unfolded(lines: readonly TraceLine[], folded: ReadonlySet<string>): TraceLine[] {
  let deepest = Number.POSITIVE_INFINITY;
  return lines.filter(({ span, depth }) => {
    if (depth > deepest) return false;
    deepest = folded.has(span.spanId) ? depth : Number.POSITIVE_INFINITY;
    return true;
  });
}

function ms(ns: bigint): number {
  return Number(ns) / 1e6;
}
