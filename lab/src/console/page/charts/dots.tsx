import { colours } from '@span-metrics-lab/grafana';
import { useMemo } from 'react';
import { clock, duration, onAxis } from '../shell/format.ts';
import { go } from '../shell/router.tsx';
import { frame, timeAxis, tooltipBox, useInk, valueAxis } from './axes.ts';
import { Chart, type ChartOption } from './chart.tsx';
import { tooltip } from './tooltip.ts';

/** One request: time (seconds since the epoch), duration (ms) and trace. */
export type Dot = { at: number; ms: number; traceId: string; name: string; colour?: string };

/** A duration of nothing has no place on a logarithmic axis. */
const SHORTEST = 0.1;

/** Requests as dots, time against duration; a click opens the trace. For keyboards, a list beside it has the same traces. */
export function Dots({
  dots,
  range,
  label,
}: {
  dots: readonly Dot[];
  range: { start: number; end: number };
  label: string;
}) {
  const ink = useInk();
  const option = useMemo(
    (): ChartOption => ({
      ...frame,
      xAxis: timeAxis(range, ink),
      yAxis: {
        type: 'log',
        min: ({ min }) => 10 ** Math.floor(Math.log10(Math.max(SHORTEST, min))),
        ...valueAxis((ms) => onAxis(ms, 'ms'), ink),
      },
      tooltip: {
        ...tooltipBox(ink),
        trigger: 'item',
        formatter: (of) => {
          const { at, ms, name, colour = colours.blue } = dots[(of as { dataIndex: number }).dataIndex]!;
          return tooltip(clock(at), [{ colour, name, value: duration(ms) }], 'click to open its trace');
        },
      },
      series: {
        type: 'scatter',
        symbolSize: dots.length > 200 ? 6 : 10,
        data: dots.map(({ at, ms, colour = colours.blue }) => ({
          value: [at * 1000, Math.max(ms, SHORTEST)],
          itemStyle: { color: colour, opacity: 0.8 },
        })),
      },
    }),
    [dots, range.start, range.end, ink],
  );
  return (
    <div className="dots">
      <Chart option={option} label={label} height={200} onPick={(index) => go(`/traces/${dots[index]!.traceId}`)} />
    </div>
  );
}
