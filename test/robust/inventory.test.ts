// The list of metrics that services send (`lab score` reads it): complete and readable, whatever anybody sends.
import { expect, test } from 'vitest';
import { readExposition } from '../../lab/src/backends/exposition.ts';
import { readInventory } from '../../lab/src/backends/inventory.ts';
import { until } from '../../lab/src/base/poll.ts';
import { attribute, postOtlp } from '../support/otlp.ts';
import { cumulative, mixedHistograms, nowNano, sendMetrics } from '../support/otlp-metrics.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const point = (more: object = {}) => ({ timeUnixNano: nowNano(), asDouble: 1, ...more });
const bounded = (explicitBounds: number[], name = 'a') => ({
  timeUnixNano: nowNano(),
  count: '0',
  sum: 0,
  bucketCounts: [...explicitBounds, 0].map(() => '0'),
  explicitBounds,
  attributes: [attribute('name', name)],
});

const metrics = [
  { name: 'odd "\n\\ name', unit: '"\n}', gauge: { dataPoints: [point({ asDouble: 'NaN' })] } },
  { name: 'level', gauge: { dataPoints: [point({ attributes: [attribute('a', 1)] }), point()] } },
  { name: 'gone', unit: 's', gauge: { dataPoints: [point({ flags: 1 })] } },
  { name: 'received', unit: '1', gauge: { dataPoints: [point()] } },
  { name: 'items', unit: '{item}', sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point()] } },
  {
    name: 'wait',
    unit: 's',
    histogram: {
      aggregationTemporality: cumulative,
      dataPoints: [bounded([1, 2]), bounded([1, 2], 'b'), bounded([1, 3])],
    },
  },
  { name: 'wide', unit: 's', histogram: { aggregationTemporality: 1, dataPoints: [bounded([])] } },
  { name: 'old', unit: 's', summary: { dataPoints: [{ timeUnixNano: nowNano(), count: '1', sum: 1 }] } },
];

test('each metric is listed once for each unit, type and set of bounds, from any number of scopes and points', async () => {
  const resource = { attributes: [attribute('service.name', 'inventory')] };
  const scopeMetrics = [
    { scope: { name: 'a', version: '1' }, metrics },
    { scope: { name: 'b' }, schemaUrl: 'x', metrics },
  ];
  expect((await postOtlp(lab, 'metrics', { resourceMetrics: [{ resource, scopeMetrics }] })).status).toBe(200);
  await sendMetrics(lab, 'inventory', mixedHistograms('mixed'));
  const found = await until('the last one is listed', async () => {
    const own = (await readInventory(lab.endpoints.inventory)).filter(({ service }) => service === 'inventory');
    return own.filter(({ name }) => name === 'mixed').length === 2 ? own : undefined;
  });
  const listed = found.map(({ name, unit, type, temporality = '', bounds = '' }) => [
    name,
    unit,
    type,
    temporality,
    bounds,
  ]);
  expect(listed.toSorted()).toEqual(
    [
      ['odd "\n\\ name', '"\n}', 'gauge', '', ''],
      ['level', '', 'gauge', '', ''],
      ['gone', 's', 'gauge', '', ''],
      ['received', '1', 'gauge', '', ''],
      ['items', '{item}', 'sum', 'delta', ''],
      ['wait', 's', 'histogram', 'cumulative', '[1,2]'],
      ['wait', 's', 'histogram', 'cumulative', '[1,3]'],
      ['wide', 's', 'histogram', 'delta', 'null'],
      ['old', 's', 'summary', '', ''],
      ['mixed', '', 'histogram', 'cumulative', '[1]'],
      ['mixed', '', 'exponential histogram', 'cumulative', ''],
    ].toSorted(),
  );
});

test('long names and many bounds are cut, and points do not multiply the list', async () => {
  const explicitBounds = Array.from({ length: 2_000 }, (_, bound) => bound);
  const dataPoints = Array.from({ length: 400 }, (_, id) => point({ attributes: [attribute('id', id)] }));
  await sendMetrics(lab, `long-${'n'.repeat(5_000)}`, [
    { name: 'm'.repeat(5_000), gauge: { dataPoints } },
    { name: 'bounds', histogram: { aggregationTemporality: cumulative, dataPoints: [bounded(explicitBounds)] } },
  ]);
  const found = await until('both are listed', async () => {
    const own = (await readInventory(lab.endpoints.inventory)).filter(({ service }) => service.startsWith('long-'));
    return own.length === 2 ? own : undefined;
  });
  for (const { service, name, bounds = '' } of found)
    expect(Math.max(service.length, name.length, bounds.length)).toBeLessThanOrEqual(1024);
  expect((await readExposition(lab.endpoints.inventory)).length).toBeLessThan(100_000);
});
