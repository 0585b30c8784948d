import { EChart } from '@perses-dev/components';
import { colours } from '@span-metrics-lab/grafana';
import { useMemo } from 'react';
import { go } from '../shell/router.tsx';
import { useMode } from '../shell/theme.ts';
import { clock, duration, tick } from '../shell/format.ts';

/** One request: when (seconds since the epoch), how long (ms), whose trace. */
export type Dot = { at: number; ms: number; traceId: string; name: string; colour?: string; failed?: boolean };

/** Requests as dots, time against duration; a click opens the trace. For keyboards the same traces stand in a list beside it. */
export function Dots({
  dots,
  range,
  label,
  height = 200,
}: {
  dots: readonly Dot[];
  range: { start: number; end: number };
  label: string;
  height?: number;
}) {
  const [mode] = useMode();
  const option = useMemo(() => {
    const ink = mode === 'dark' ? '#c9d3dc' : '#3b4a57';
    const line = mode === 'dark' ? '#33414d' : '#d8e0e7';
    return {
      animation: false,
      grid: { left: 62, right: 16, top: 12, bottom: 28 },
      xAxis: {
        type: 'time',
        min: range.start * 1000,
        max: range.end * 1000,
        axisLabel: { color: ink, hideOverlap: true },
        axisLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: 'log',
        min: (value: { min: number }) => 10 ** Math.floor(Math.log10(Math.max(0.1, value.min))),
        axisLabel: { color: ink, formatter: tick },
        splitLine: { lineStyle: { color: line } },
      },
      tooltip: {
        trigger: 'item',
        formatter: ({ data }: { data: { dot: Dot } }) =>
          `${escapeHtml(data.dot.name)}<br>${duration(data.dot.ms)} at ${clock(data.dot.at)}<br>click: its trace`,
      },
      series: [
        {
          type: 'scatter',
          symbolSize: dots.length > 200 ? 6 : 10,
          data: dots.map((dot) => ({
            value: [dot.at * 1000, Math.max(dot.ms, 0.1)],
            dot,
            itemStyle: { color: dot.failed ? colours.vermillion : (dot.colour ?? colours.blue), opacity: 0.8 },
          })),
        },
      ],
    };
  }, [dots, range.start, range.end, mode]);
  const onEvents = useMemo(
    () => ({ click: ({ data }: { data: unknown }) => go(`/traces/${(data as { dot: Dot }).dot.traceId}`) }),
    [],
  );
  return (
    <div className="chart dots" role="img" aria-label={label} style={{ height }}>
      <EChart
        option={option}
        onEvents={onEvents as never}
        style={{ width: '100%', height }}
        sx={{ width: '100%', height }}
      />
    </div>
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
