import type { Panel } from '@span-metrics-lab/grafana';
import { useMemo, useState } from 'react';
import { frame, timeAxis, tooltipBox, useInk, valueAxis } from '../charts/axes.ts';
import { Chart, type ChartOption } from '../charts/chart.tsx';
import { colourOf } from '../charts/colour-of.ts';
import { tooltip } from '../charts/tooltip.ts';
import { clock, inUnit, onAxis } from '../shell/format.ts';
import { boundsOf } from './axis-bounds.ts';
import { drawnPoints } from './drawn-points.ts';
import { EventMarks } from './event-marks.tsx';
import { Legend } from './legend.tsx';
import type { Line, Range } from './panel-data.ts';
import { zoomTo } from './time-controls.tsx';

/** What ECharts passes to a tooltip for each line at the pointer's time. */
type Pointed = { seriesName: string; color: string; value: [at: number, value: number | null] };

/** Lines over time; dragging zooms. */
export function TimeSeries({ panel, lines, range }: { panel: Panel; lines: readonly Line[]; range: Range }) {
  const ink = useInk();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const option = useMemo(
    (): ChartOption => ({
      ...frame,
      xAxis: timeAxis(range, ink),
      yAxis: { type: 'value', ...boundsOf(panel), ...valueAxis((value) => onAxis(value, panel.unit), ink) },
      tooltip: {
        ...tooltipBox(ink),
        trigger: 'axis',
        axisPointer: { lineStyle: { color: ink.muted } },
        formatter: (of) => values(of as unknown as Pointed[], panel.unit),
      },
      series: lines.flatMap((line, i) => {
        if (hidden.has(line.name)) return [];
        const { colour, dash } = colourOf(line, i);
        return {
          type: 'line',
          name: line.name,
          data: drawnPoints(line.points, line.step),
          symbol: 'none',
          symbolSize: 4,
          color: colour,
          lineStyle: { width: 1.75, type: dash ? 'dashed' : 'solid' },
          emphasis: { disabled: true },
        } as const;
      }),
    }),
    [panel, lines, range.start, range.end, hidden, ink],
  );
  return (
    <>
      <Chart option={option} label={describe(panel, lines)} height={220} onZoom={zoomTo}>
        <EventMarks range={range} />
      </Chart>
      <Legend lines={lines} hidden={hidden} onChange={setHidden} />
    </>
  );
}

/** Every line's value at one time, the largest first. */
function values(pointed: readonly Pointed[], unit: string): HTMLElement {
  const rows = pointed
    .flatMap(({ seriesName, color, value: [, value] }) => (value === null ? [] : { name: seriesName, color, value }))
    .sort((a, b) => b.value - a.value)
    .map(({ name, color, value }) => ({ name, colour: color, value: inUnit(value, unit) }));
  return tooltip(clock(pointed[0]!.value[0] / 1000), rows);
}

/** A description for screen readers: each line's last value. */
function describe(panel: Panel, lines: readonly Line[]): string {
  const last = lines.slice(0, 12).map((line) => {
    const value = line.points.findLast(([, v]) => Number.isFinite(v))?.[1];
    return `${line.name}: ${value === undefined ? 'nothing' : inUnit(value, panel.unit)}`;
  });
  return `${panel.title}. ${last.join('; ')}`;
}
