import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { cumulative, nowNano, sendMetrics } from '../support/otlp-metrics.ts';
import { restartMetrics } from '../support/restart-metrics.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
afterAll(async () => {
  lab.collector.write({});
  await restartMetrics(lab);
});

const point = (more: object) => ({ timeUnixNano: nowNano(), ...more });

/** A metric of each type that SDKs send, and the series by which it is known. */
const metrics = (name: string) =>
  [
    [`${name}_level`, { gauge: { dataPoints: [point({ asDouble: 1 })] } }, `${name}_level`],
    [
      `${name}_level`,
      {
        histogram: {
          aggregationTemporality: cumulative,
          dataPoints: [point({ count: '1', sum: 1, bucketCounts: ['1', '0'], explicitBounds: [1] })],
        },
      },
      `${name}_level_count`,
    ],
    [
      `${name}_items`,
      { sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints: [point({ asDouble: 1 })] } },
      `${name}_items_total`,
    ],
    [
      `${name}_items_total`,
      { sum: { aggregationTemporality: cumulative, isMonotonic: false, dataPoints: [point({ asDouble: 1 })] } },
      `${name}_items_total`,
    ],
  ] as const;

/** Sends each from a service of its own; returns the services whose metric is shown, once `enough` of them are. */
async function shownOf(name: string, enough: number): Promise<string[]> {
  const sent = metrics(name);
  for (const [index, [own, data]] of sent.entries())
    await sendMetrics(lab, `${name}-${index}`, [{ name: own, ...data }]);
  const series = sent.map(([, , one], index) => `${one}{service_name="${name}-${index}"}`);
  return until(`${enough} metrics are scraped`, async () => {
    const found = await lab.prometheus.query(series.join(' or '));
    return found.length >= enough ? found.map(({ labels }) => labels['service_name']!).sort() : undefined;
  });
}

test('metrics of one name and different types, from different services, are all shown', async () => {
  expect(await shownOf('alike', 4)).toEqual(['alike-0', 'alike-1', 'alike-2', 'alike-3']);
});

test('…and on one endpoint, one type of each name would be left out', async () => {
  const together = {
    'metrics/gauges_of_others': { exporters: ['prometheus/others'] },
    'metrics/app': { exporters: ['prometheus', 'prometheus/gauges_of_others'] }, // it must listen
  };
  lab.collector.write({ service: { pipelines: together } });
  await restartMetrics(lab);
  expect(await shownOf('control', 2)).toHaveLength(2);
});
