import { TimeSeriesChartPanel } from '@perses-dev/timeseries-chart-plugin/lib/TimeSeriesChartPanel';
import type { Panel } from '@span-metrics-lab/grafana';
import { useEffect, useMemo, useRef, useState } from 'react';
import { colourOf } from './colour-of.ts';
import type { Line } from '../panels/panel-data.ts';

const units: Record<string, unknown> = {
  short: { unit: 'decimal', shortValues: true },
  reqps: { unit: 'decimal', shortValues: true }, // "per second" stands in the title
  ops: { unit: 'decimal', shortValues: true },
  cps: { unit: 'decimal', shortValues: true },
  ms: { unit: 'milliseconds' },
  s: { unit: 'seconds' },
  percentunit: { unit: 'percent-decimal' },
  bytes: { unit: 'bytes', shortValues: true },
};

/** Lines over time, by Perses' time series chart. Times of points are seconds since the epoch. */
export function TimeSeries({
  panel,
  lines,
  range,
  step,
}: {
  panel: Panel;
  lines: readonly Line[];
  range: { start: number; end: number };
  step: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => lines.filter((line) => !hidden.has(line.name)), [lines, hidden]);

  // one query a line, because Perses gives colours to queries
  const queryResults = useMemo(
    () =>
      shown.map((line) => ({
        definition: { kind: 'TimeSeriesQuery', spec: { plugin: { kind: 'LabQuery', spec: {} } } },
        data: {
          timeRange: { start: new Date(range.start * 1000), end: new Date(range.end * 1000) },
          stepMs: step * 1000,
          series: [
            { name: line.name, formattedName: line.name, values: line.points.map(([at, value]) => [at * 1000, value]) },
          ],
        },
      })),
    [shown, range.start, range.end, step],
  );
  const spec = useMemo(
    () => ({
      yAxis: { show: true, format: units[panel.unit], min: panel.min, max: panel.max },
      visual: { lineWidth: 1.75, areaOpacity: 0, connectNulls: false, showPoints: 'auto', pointRadius: 3 },
      querySettings: shown.map((line, queryIndex) => {
        const { colour, dash } = colourOf(line, lines.indexOf(line));
        return { queryIndex, colorMode: 'fixed', colorValue: colour, lineStyle: dash ? 'dashed' : 'solid' };
      }),
    }),
    [panel, lines.map((line) => line.name).join('\n'), hidden],
  );
  return (
    <>
      <div className="chart" ref={box} role="img" aria-label={describe(panel, lines)} style={{ minHeight: HEIGHT }}>
        {width > 0 && (
          <TimeSeriesChartPanel
            spec={spec as never}
            contentDimensions={{ width, height: HEIGHT }}
            queryResults={queryResults as never}
          />
        )}
      </div>
      <Legend lines={lines} hidden={hidden} onChange={setHidden} />
    </>
  );
}

const HEIGHT = 220;

/** Every line by name; a click takes it out of the chart or back in. Perses' own legend shows two rows and hides the rest. */
function Legend({
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
              onClick={() =>
                onChange(
                  new Set([...hidden].filter((n) => n !== line.name).concat(hidden.has(line.name) ? [] : [line.name])),
                )
              }
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

/** What somebody who does not see the chart is told: each line's last value. */
function describe(panel: Panel, lines: readonly Line[]): string {
  const last = lines.slice(0, 12).map((line) => {
    const value = line.points.findLast(([, v]) => Number.isFinite(v))?.[1];
    return `${line.name}: ${value === undefined ? 'nothing' : value.toPrecision(3)}`;
  });
  return `${panel.title}. ${last.join('; ')}`;
}
