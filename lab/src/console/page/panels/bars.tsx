import type { Panel } from '@span-metrics-lab/grafana';
import { inUnit } from '../shell/format.ts';
import type { Line } from './panel-data.ts';

/** More rows than this would hide what is below: the lab's own routes and statuses are fewer. */
const MOST = 24;

/** A list with a bar for each value: by query, the largest first. */
export function Bars({ panel, lines }: { panel: Panel; lines: readonly Line[] }) {
  const sorted = lines
    .filter((line) => line.value > 0)
    .sort((a, b) => a.refId.localeCompare(b.refId) || b.value - a.value);
  const most = Math.max(...sorted.map(({ value }) => value));
  return (
    <ul className="bars">
      {sorted.slice(0, MOST).map((line) => (
        <li key={line.name} data-name={line.name} data-value={line.value}>
          <span className="bar-name">{line.name}</span>
          <span className="bar" aria-hidden="true">
            <span style={{ width: `${(line.value / most) * 100}%` }} />
          </span>
          <span className="bar-value">{inUnit(line.value, panel.unit)}</span>
        </li>
      ))}
      {sorted.length > MOST && <li className="muted bar-name">and {sorted.length - MOST} more</li>}
    </ul>
  );
}
