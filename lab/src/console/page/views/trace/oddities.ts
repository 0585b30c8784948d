import type { StoredSpan } from '../../../../backends/trace-store.ts';
import { counted } from '../../shell/format.ts';
import type { TraceLine } from './trace-lines.ts';

/** A trace that takes longer than this has a wrong clock, as a rule. ms */
const LONG = 24 * 3_600_000;

/** What is unusual about a trace, a line each: why its picture may not be what one expects. */
export function odditiesOf(lines: readonly TraceLine[]): string[] {
  const byId = new Map(lines.map(({ span }) => [span.spanId, span]));
  const parentOf = ({ parentSpanId }: StoredSpan) => (parentSpanId === '' ? undefined : byId.get(parentSpanId));
  const many = (what: string, is: (line: TraceLine) => boolean, least = 1) => {
    const number = lines.filter(is).length;
    return number >= least ? [`${counted(number, 'span')} ${what}`] : [];
  };
  return [
    ...many('without a parent in this trace: each begins a tree', (l) => l.depth === 0 && !parentOf(l.span), 2),
    ...many('below itself: parents in a circle, which is drawn from here', (l) => l.depth === 0 && !!parentOf(l.span)),
    ...many('with the id of another span', ({ span, key }) => key !== span.spanId),
    ...many('without a start time, drawn where the trace begins', ({ span }) => span.start === 0n),
    ...many('without an end time, drawn as a point', ({ span }) => span.end === 0n && span.start > 0n),
    ...many('with an end before its start, drawn as a point', ({ span }) => span.end > 0n && span.end < span.start),
    ...many('that began before its parent: their clocks may differ', ({ span }) => {
      const parent = parentOf(span);
      return parent !== undefined && span.start > 0n && span.start < parent.start;
    }),
    ...(endOf(lines) > LONG ? ['More than a day between the first start and the last end: a clock may be wrong'] : []),
  ];
}

/** When the last span ends, ms after the trace's start. */
export function endOf(lines: readonly TraceLine[]): number {
  return lines.reduce((last, { begins, took }) => Math.max(last, begins + took), 0);
}
