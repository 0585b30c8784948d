import { label } from '@span-metrics-lab/grafana';
import { useState } from 'react';
import { colourOf } from '../../charts/colour-of.ts';
import { useDragRange } from '../../charts/drag-range.ts';
import { onAxis } from '../../shell/format.ts';
import { SpanRow } from './span-row.tsx';
import { type TraceLine, unfolded } from './trace-lines.ts';

/** Positions of the times above the bars, as parts of the shown range. */
const ticks = [0, 0.5, 1];

/**
 * The waterfall: a table with a row per span, and a bar for its duration. A name opens its span, an arrow folds
 * the spans below it, dragging over the times zooms. `took` is the duration of the trace, ms.
 */
export function SpanRows({
  lines,
  took,
  chosen,
  onChoose,
}: {
  lines: readonly TraceLine[];
  took: number;
  chosen: string | undefined;
  onChoose: (spanId: string) => void;
}) {
  const [shown, setShown] = useState({ from: 0, to: took });
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const services = [...new Set(lines.map(({ span }) => span.service))];
  const width = shown.to - shown.from || 1;
  const part = (ms: number) => Math.min(1, Math.max(0, (ms - shown.from) / width));
  const zoomed = shown.from > 0 || shown.to < took;
  const drag = useDragRange((from, to) => setShown({ from: shown.from + from * width, to: shown.from + to * width }));
  return (
    <table className="spans">
      <thead>
        <tr>
          <th scope="col">
            Service and operation{' '}
            {zoomed && (
              <button type="button" className="link" onClick={() => setShown({ from: 0, to: took })}>
                Zoom out
              </button>
            )}
          </th>
          <th scope="col" className="number">
            Duration
          </th>
          <th scope="col" className="times" aria-label="Time since the trace began" {...drag.handlers}>
            {ticks.map((at) => (
              <span key={at} className="tick" style={at === 1 ? { right: 0 } : { left: `${at * 100}%` }}>
                {onAxis(shown.from + at * width, 'ms')}
              </span>
            ))}
            {drag.marked && <span className="marked" style={drag.marked} />}
          </th>
        </tr>
      </thead>
      <tbody>
        {unfolded(lines, folded).map((line) => {
          const { spanId, service, kind } = line.span;
          const { colour } = colourOf(
            { name: service, labels: { [label.service]: service } },
            services.indexOf(service),
          );
          return (
            <SpanRow
              key={`${spanId} ${kind}`}
              line={line}
              bar={[part(line.begins), part(line.begins + line.took)]}
              colour={colour}
              chosen={spanId === chosen}
              folded={folded.has(spanId)}
              onChoose={() => onChoose(spanId)}
              onFold={() => setFolded(folded.symmetricDifference(new Set([spanId])))}
            />
          );
        })}
      </tbody>
    </table>
  );
}
