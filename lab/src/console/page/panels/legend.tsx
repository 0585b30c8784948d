import { colourOf } from '../charts/colour-of.ts';
import type { Line } from './panel-data.ts';

/** Every line by name; a click hides or shows it in the chart. */
export function Legend({
  lines,
  hidden,
  onChange,
}: {
  lines: readonly Line[];
  hidden: ReadonlySet<string>;
  onChange: (hidden: ReadonlySet<string>) => void;
}) {
  return (
    <ul className="legend">
      {lines.map((line, i) => {
        const { colour, dash } = colourOf(line, i);
        return (
          <li key={`${line.refId} ${line.name}`}>
            <button
              type="button"
              aria-pressed={!hidden.has(line.name)}
              onClick={() => onChange(hidden.symmetricDifference(new Set([line.name])))}
            >
              <svg width="16" height="8" aria-hidden="true">
                <line
                  x1="0"
                  x2="16"
                  y1="4"
                  y2="4"
                  stroke={colour}
                  strokeWidth="3"
                  strokeDasharray={dash ? '4 3' : undefined}
                />
              </svg>
              {line.name}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
