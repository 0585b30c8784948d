import { expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { mixedHistograms, sendMetrics } from '../support/otlp-metrics.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();

test('explicit and exponential histograms of one name are all scraped, and fail nobody’s scrape', async () => {
  await sendMetrics(lab, 'mixed', mixedHistograms('mixed'));
  const series = await until('all three are scraped', async () => {
    const found = await lab.prometheus.query('mixed_count');
    return found.length === 3 ? found : undefined;
  });
  expect(series.map(({ value }) => value)).toEqual([1, 1, 1]);
});
