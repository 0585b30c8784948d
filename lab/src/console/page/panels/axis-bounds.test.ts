import { panel } from '@span-metrics-lab/grafana';
import { LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { expect, test } from 'vitest';
import { onAxis } from '../shell/format.ts';
import { boundsOf } from './axis-bounds.ts';

use([LineChart, GridComponent, SVGRenderer]);

/** The highest label beside the axis of a chart with a line from 0 to `most`. */
function topOf(most: number, bounds: object): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 400, height: 220 });
  const axisLabel = { formatter: (value: number) => onAxis(value, 'percentunit') };
  const data = [0, most].map((value, i) => [i, value]);
  const yAxis = { type: 'value', axisLabel, ...bounds } as const;
  chart.setOption({ animation: false, xAxis: { type: 'value', show: false }, yAxis, series: { type: 'line', data } });
  const labels = [...chart.renderToSVGString().matchAll(/>([\d.]+) %</g)].map(([, label]) => Number(label));
  chart.dispose();
  return `${Math.max(...labels)} %`;
}

const shares = panel('apm-error-share-by-route');

test.each([
  [0, '10 %'],
  [0.048, '10 %'],
  [0.3, '30 %'],
  [0.83, '100 %'],
  [1, '100 %'],
])('an axis for shares up to %d ends at %s', (most, top) => {
  expect(topOf(most, boundsOf(shares))).toBe(top);
});

test('it would end at 100 % with fixed bounds', () => {
  expect(topOf(0.048, boundsOf({ min: 0, max: 1 }))).toBe('100 %');
});

test('an axis without a soft bound keeps the bounds of its panel', () => {
  expect(boundsOf({ min: 0, max: 8 })).toEqual({ min: 0, max: 8 });
});
