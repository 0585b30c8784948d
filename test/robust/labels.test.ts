import { expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { lostIn } from '../../lab/src/check/losses.ts';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import { attribute, newSpanId, newTraceId, sendSpans, serverSpan } from '../support/otlp.ts';
import { cumulative, mixedHistograms, nowNano, sendMetrics } from '../support/otlp-metrics.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const value = async (query: string) => (await lab.prometheus.query(query))[0]?.value;

test('labels are short and of few values, whatever a span says', async () => {
  const service = `odd-labels-${newTraceId()}`;
  await sendSpans(lab, service, [
    serverSpan('n'.repeat(10_000), {
      attributes: [
        attribute('http.request.method', 'M'.repeat(10_000)),
        attribute('http.response.status_code', newTraceId()),
      ],
    }),
  ]);
  const [series] = await until('it is counted', async () => {
    const found = await lab.prometheus.query(`traces_span_metrics_calls_total{service_name="${service}"}`);
    return found.length > 0 ? found : undefined;
  });
  expect(series!.labels).toMatchObject({ span_name: `${'n'.repeat(200)}…`, http_request_method: '_OTHER' });
  expect(series!.labels).not.toHaveProperty('http_response_status_code');
});

test('edges and metrics of other services are scraped apart, so that they cannot hold up the RED metrics', async () => {
  const [traceId, spanId] = [newTraceId(), newSpanId()];
  await sendSpans(lab, 'foreign-caller', [serverSpan('call', { traceId, spanId, kind: 3 })]);
  await sendSpans(lab, 'foreign-callee', [serverSpan('GET /', { traceId, parentSpanId: spanId })]);
  const attributes = [attribute('job', 'cron'), attribute('a.b', '1'), attribute('le', '1')];
  await sendMetrics(lab, 'metrics', [{ name: 'my.jobbed', gauge: { dataPoints: [{ asDouble: 1, attributes }] } }]);
  await until('edge and metric are scraped', async () => {
    const edge = await value('traces_service_graph_request_total{client="foreign-caller",server="foreign-callee"}');
    const jobbed = await value('my_jobbed{exported_job="cron",a_b="1",exported_le="1",service_name="metrics"}');
    return edge === 1 && jobbed === 1 ? true : undefined;
  });
  const [own, ofOthers] = await Promise.all([lab.endpoints.spanMetrics, lab.endpoints.otherRed].map(readExposition));
  expect(own).not.toMatch(/foreign-caller|my_jobbed/);
  expect(ofOthers).not.toMatch(/foreign-caller",connection|my_jobbed/);
  expect(ofOthers).toContain('foreign-caller'); // its calls are counted there
});

/** Metric points that a filter has left out. */
const leftOut = async (filter: string) =>
  sumOf(await readExposition(lab.endpoints.collectorTelemetry), 'otelcol_processor_filter_datapoints_filtered', {
    filter: `filter/drop_${filter}`,
  }) ?? 0;

test('a metric with too many points, or of a form that Prometheus has not, is counted as left out', async () => {
  const before = await Promise.all(['many_points', 'unfit_metrics', 'unfit_points'].map(leftOut));
  const points = Array.from({ length: 501 }, () => ({ asDouble: 1, attributes: [attribute('id', newTraceId())] }));
  const point = { asDouble: 1, timeUnixNano: nowNano() };
  await sendMetrics(lab, 'metrics', [
    { name: 'many', gauge: { dataPoints: points } },
    { name: 'delta', sum: { aggregationTemporality: 1, isMonotonic: false, dataPoints: [point] } },
    { name: 'unspecified', sum: { dataPoints: [point] } },
    { name: '', gauge: { dataPoints: [point] } },
    {
      name: 'traces.span.metrics.calls',
      sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints: [point] },
    },
    {
      name: 'listed',
      gauge: { dataPoints: [{ ...point, attributes: [attribute('list', { arrayValue: { values: [] } })] }] },
    },
  ]);
  expect(await Promise.all(['many_points', 'unfit_metrics', 'unfit_points'].map(leftOut))).toEqual(
    [501, 4, 1].map((more, index) => before[index]! + more),
  );
});

test('histograms with ids in a label stop nobody else’s metrics, and are counted as left out', async () => {
  const explicitBounds = Array.from({ length: 15 }, (_, bound) => bound);
  const bucketCounts = [...explicitBounds, 15].map(() => '1');
  const dataPoints = Array.from({ length: 450 }, (_, id) => ({
    count: '16',
    sum: 1,
    timeUnixNano: nowNano(),
    bucketCounts,
    explicitBounds,
    attributes: [attribute('id', id)],
  }));
  const histograms = [1, 2, 3].map((id) => ({
    name: `ids${id}`,
    histogram: { aggregationTemporality: cumulative, dataPoints },
  }));
  const before = await leftOut('many_points');
  await sendMetrics(lab, 'ids', histograms);
  await sendMetrics(lab, 'calm', [counter('calm', 200)]);
  await until('the metrics of another service are scraped', async () =>
    (await value('count(calm_total)')) === 200 ? true : undefined,
  );
  expect(await leftOut('many_points')).toBe(before + 3 * 450);
});

test('a service of others in the lab’s namespace is kept apart like any other: its metrics and its labels', async () => {
  const series = `copied_${newTraceId()}`;
  const callsOf = (service: string) =>
    lab.prometheus.query(`topk(1, traces_span_metrics_calls_total{service_name="${service}"})`);
  await sendSpans(lab, 'shop', [serverSpan('GET /copied')], ours);
  await fetch(lab.endpoints.gateway);
  const [shop, own] = await until('calls of both and 400 points are scraped', async () => {
    await sendMetrics(lab, 'shop', [counter(series, 400)], ours);
    const calls = (await Promise.all(['shop', 'gateway'].map(callsOf))).flat();
    return (await value(`count(${series}_total)`)) === 400 && calls.length === 2 ? calls : undefined;
  });
  const connector = 'collector_instance_id';
  expect(shop!.labels[connector]).not.toBe(own!.labels[connector]);
  expect(await readExposition(lab.endpoints.spanMetrics)).not.toContain(series);
});

test('no kinds of histograms under one name, whoever sends them, end the scrape of the RED metrics', async () => {
  const began = Date.now() / 1000;
  for (const service of ['k6', 'gateway']) await sendMetrics(lab, service, mixedHistograms('k6.mixed'), ours);
  await until('the exponential one of k6, which sends such, is scraped', async () =>
    (await value('count(histogram_count(k6_mixed{service_name="k6"}))')) === 1 ? true : undefined,
  );
  const since = `[${Math.ceil(Date.now() / 1000 - began)}s]`;
  expect(await value(`min_over_time(up{job="span-metrics"}${since})`)).toBe(1);
});

test('what the SDK of another service loses is told as that service’s, and is no loss of the lab', async () => {
  const dropped = {
    timeUnixNano: nowNano(),
    asDouble: 7,
    attributes: [attribute('error.type', 'queue_full')],
  };
  const sum = { aggregationTemporality: cumulative, isMonotonic: true, dataPoints: [dropped] };
  await sendMetrics(lab, 'metrics', [{ name: 'otel.sdk.processor.span.processed', unit: '{span}', sum }]);
  const lost = await until('it is told', async () => {
    const found = await lostIn('1m', lab.prometheus, lab.stack);
    return found.some(({ what }) => what === 'SDKs of other services: dropped') ? found : undefined;
  });
  expect(lost.filter(({ cause }) => cause === 'lab')).toEqual([]);
});

const ours = [attribute('service.namespace', 'span-metrics-lab')];

/** A counter with as many series. */
function counter(name: string, series: number): object {
  const dataPoints = Array.from({ length: series }, (_, id) => ({
    asDouble: 1,
    timeUnixNano: nowNano(),
    attributes: [attribute('id', id)],
  }));
  return { name, sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints } };
}
