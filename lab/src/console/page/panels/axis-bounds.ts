import type { Panel } from '@span-metrics-lab/grafana';

/** The bounds of a panel's value axis: a soft one gives way to higher data. */
export function boundsOf({ min, max, softMax }: Pick<Panel, 'min' | 'max' | 'softMax'>): AxisBounds {
  return { min, ...(softMax === undefined ? { max } : { dataMax: softMax }) };
}

/** As ECharts takes them; `dataMax` counts as one more value of the data. */
type AxisBounds = { min: number | undefined; max?: number | undefined; dataMax?: number };
