import { label } from '@span-metrics-lab/grafana';
import { useState } from 'react';
import { colourOf } from '../../charts/colour-of.ts';
import { useDragRange } from '../../charts/drag-range.ts';
import { onAxis } from '../../shell/format.ts';
import { PAGE, Pages } from './pages.tsx';
import { SpanRow } from './span-row.tsx';
import { type TraceLine, unfolded } from './trace-lines.ts';

/** Positions of the times above the bars, as parts of the shown range. */
const ticks = [0, 0.5, 1];

/**
 * The waterfall: a table with a row per span, and a bar for its duration. A name opens its span, an arrow folds
 * the spans below it, dragging over the times zooms. A large trace is shown in pages. `took` is the duration of the trace,
 * ms; `chosen` is the key of a line.
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
  onChoose: (key: string) => void;
}) {
  const [shown, setShown] = useState({ from: 0, to: took });
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const open = unfolded(lines, folded);
  const [first, setFirst] = useState(() => {
    const at = open.findIndex((line) => line.key === chosen);
    return Math.max(0, at - (at % PAGE));
  });
  const from = first < open.length ? first : 0; // folding may leave fewer lines
  const services = [...new Set(lines.map(({ span }) => span.service))];
  const width = shown.to - shown.from || 1;
  const part = (ms: number) => Math.min(1, Math.max(0, (ms - shown.from) / width));
  const zoomed = shown.from > 0 || shown.to < took;
  const drag = useDragRange((from, to) => setShown({ from: shown.from + from * width, to: shown.from + to * width }));
  return (
    <>
      {open.length > PAGE && <Pages first={from} of={open.length} onTurn={setFirst} />}
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
          {open.slice(from, from + PAGE).map((line) => {
            const { key } = line;
            const { service } = line.span;
            const { colour } = colourOf(
              { name: service, labels: { [label.service]: service } },
              services.indexOf(service),
            );
            return (
              <SpanRow
                key={key}
                line={line}
                bar={[part(line.begins), part(line.begins + line.took)]}
                colour={colour}
                chosen={key === chosen}
                folded={folded.has(key)}
                onChoose={() => onChoose(key)}
                onFold={() => setFolded(folded.symmetricDifference(new Set([key])))}
              />
            );
          })}
        </tbody>
      </table>
    </>
  );
}
