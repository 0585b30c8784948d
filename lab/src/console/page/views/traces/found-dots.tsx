import type { TraceSummary } from '../../../../backends/trace-store.ts';
import { Dots } from '../../charts/dots.tsx';

/** Found traces as dots over the range that contains them. */
export default function FoundDots({
  traces,
  range,
}: {
  traces: readonly TraceSummary[];
  range: { start: number; end: number };
}) {
  const first = Math.max(range.start, Math.min(...traces.map((t) => t.start)) - 5);
  const dots = traces.map((t) => ({
    at: t.start,
    ms: t.duration,
    traceId: t.traceId,
    name: `${t.rootService}: ${t.rootName}`,
  }));
  return (
    <Dots
      dots={dots}
      range={{ start: first, end: range.end }}
      label={`${traces.length} traces by time and duration; the table below has the same`}
    />
  );
}
