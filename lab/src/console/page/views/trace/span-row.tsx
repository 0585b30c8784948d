import type { CSSProperties } from 'react';
import { duration, shortened } from '../../shell/format.ts';
import type { TraceLine } from './trace-lines.ts';

/** Deeper spans are not moved further to the right; their level is a number. */
const DEEPEST = 20;

/** A span in the waterfall. `bar` has the two ends of its bar as parts of the shown time, 0 to 1. */
export function SpanRow({
  line: { span, depth, begins, took, hasChildren },
  bar: [left, right],
  colour,
  chosen,
  folded,
  onChoose,
  onFold,
}: {
  line: TraceLine;
  bar: readonly [number, number];
  colour: string;
  chosen: boolean;
  folded: boolean;
  onChoose: () => void;
  onFold: () => void;
}) {
  const [service, operation] = [shortened(span.service) || '(no service)', shortened(span.name) || '(no name)'];
  const name = `${service}: ${operation}`;
  return (
    <tr aria-current={chosen || undefined}>
      <td className="span-name">
        <div className="span-label" style={{ '--level': Math.min(depth, DEEPEST) } as CSSProperties}>
          {hasChildren ? (
            <button
              type="button"
              className="fold"
              aria-expanded={!folded}
              aria-label={`What is below ${name}`}
              onClick={onFold}
            >
              {folded ? '▸' : '▾'}
            </button>
          ) : (
            <span className="fold" />
          )}
          <button type="button" className="span-open" title={name} onClick={onChoose}>
            {depth > DEEPEST && <span className="muted">level {depth} </span>}
            <strong>
              <bdi>{service}</bdi>:
            </strong>{' '}
            <bdi>{operation}</bdi>
          </button>
          {span.status === 'error' && <span className="bad">✕ error</span>}
        </div>
      </td>
      <td className="number">{duration(took)}</td>
      <td className="times" title={`${name}, ${span.kind}, begins after ${duration(begins)}, takes ${duration(took)}`}>
        {right > 0 && left < 1 && (
          <span
            className="span-bar"
            style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%`, background: colour }}
          />
        )}
        <span className="only-read">begins after {duration(begins)}</span>
      </td>
    </tr>
  );
}
