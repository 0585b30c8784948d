import { LineChart, type LineSeriesOption, ScatterChart, type ScatterSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type ReactNode, useEffect, useRef } from 'react';
import { useDragRange } from './drag-range.ts';
import './charts.css';

use([LineChart, ScatterChart, GridComponent, TooltipComponent, CanvasRenderer]);

export type ChartOption = ComposeOption<
  LineSeriesOption | ScatterSeriesOption | GridComponentOption | TooltipComponentOption
>;

/**
 * A chart by ECharts with the width of its container; `height` in px. `onPick` gets the index of a clicked point, `onZoom` the
 * ends of a dragged range in seconds since the epoch. `label` describes the chart in words; children are drawn on top of it.
 */
export function Chart({
  option,
  label,
  height,
  onPick,
  onZoom,
  children,
}: {
  option: ChartOption;
  label: string;
  height: number;
  onPick?: (index: number) => void;
  onZoom?: (start: number, end: number) => void;
  children?: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const pick = useRef(onPick);
  pick.current = onPick;

  useEffect(() => {
    const made = init(box.current!);
    chart.current = made;
    made.on('click', ({ dataIndex }) => pick.current?.(dataIndex));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current!);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => chart.current!.setOption(option, { notMerge: true }), [option]);

  const drag = useDragRange((from, to) => {
    const [start, end] = [from, to].map((part) => {
      const at = chart.current!.convertFromPixel({ xAxisIndex: 0 }, part * chart.current!.getWidth());
      return Number(at) / 1000;
    });
    onZoom?.(start!, end!);
  });
  return (
    <div className="chart" role="img" aria-label={label} style={{ height }} {...(onZoom && drag.handlers)}>
      <div className="canvas" ref={box} />
      {children}
      {onZoom && drag.marked && <div className="marked" style={drag.marked} />}
    </div>
  );
}
