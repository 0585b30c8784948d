import type { Panel } from '@span-metrics-lab/grafana';
import { inUnit } from '../shell/format.ts';
import type { Line } from './panel-data.ts';

/** A list with a bar for each value: what Grafana draws as bars or as a pie. */
export function Bars({ panel, lines }: { panel: Panel; lines: readonly Line[] }) {
  const sorted = lines.filter((line) => line.value > 0).sort((a, b) => b.value - a.value);
  const sum = sorted.reduce((total, line) => total + line.value, 0);
  const most = sorted[0]?.value ?? 1;
  return (
    <ul className="bars">
      {sorted.slice(0, 12).map((line) => (
        <li key={line.name} data-name={line.name} data-value={line.value}>
          <span className="bar-name">{line.name}</span>
          <span className="bar" aria-hidden="true">
            <span style={{ width: `${(line.value / most) * 100}%` }} />
          </span>
          <span className="bar-value">
            {inUnit(line.value, panel.unit)}
            {panel.kind === 'piechart' && ` (${Math.round((line.value / sum) * 100)} %)`}
          </span>
        </li>
      ))}
    </ul>
  );
}
