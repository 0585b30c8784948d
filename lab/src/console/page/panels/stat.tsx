import type { Panel } from '@span-metrics-lab/grafana';
import { inUnit } from '../shell/format.ts';
import type { Line } from './panel-data.ts';

/** The last value of each line in large type; its level as a word too, not only as a colour. */
export function Stat({ panel, lines }: { panel: Panel; lines: readonly Line[] }) {
  return (
    <p className="numbers">
      {lines.map((line) => {
        const level = panel.thresholds?.findLast((t) => line.value >= t.from)?.level;
        return (
          <span key={`${line.refId} ${line.name}`} className={level ?? 'plain'} data-value={line.value}>
            {panel.words?.[line.value] ?? inUnit(line.value, panel.unit)}
            {lines.length > 1 && <small> {line.name}</small>}
          </span>
        );
      })}
    </p>
  );
}
