import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { requestHops } from '../../lab/src/check/hop-names.ts';
import { unscrapedOthers } from '../../lab/src/check/unscraped.ts';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import { attribute, newSpanId, newTraceId, sendSpans, serverSpan } from '../support/otlp.ts';
import { sendMetrics } from '../support/otlp-metrics.ts';
import { startLab } from '../support/start-lab.ts';

// its own lab: full limits stay full for a quarter of an hour
const lab = await startLab();
afterAll(() => lab[Symbol.asyncDispose]());
const value = async (query: string) => (await lab.prometheus.query(query))[0]?.value;

/** How long a scrape of the collector's RED metrics takes, of the lab's or others', in s: the median, because other tests use the machine, too. */
const scrapeSeconds = () =>
  value('max(quantile_over_time(0.5, scrape_duration_seconds{job=~"span-metrics|span-metrics-others"}[15s]))');
const memory = async () =>
  sumOf(await readExposition(lab.endpoints.collectorTelemetry), 'otelcol_process_memory_rss') ?? Number.NaN;

const losses = async () => {
  const { hops } = await check(lab, { requests: 20, names: [...requestHops, 'losses'] });
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  return hops.find((hop) => hop.name === 'losses')!.found;
};

test('ids in names of services make no edges of their own in the service graph', async () => {
  const ids = [
    newTraceId,
    randomUUID,
    () => String(Math.floor(1e5 + Math.random() * 1e6)),
    () => `7d9f8b6c5d-${pod()}`,
  ];
  const pairs = ids.flatMap((id) => Array.from({ length: 50 }, () => [`caller-${id()}`, `callee-${id()}`]));
  for (const [caller, callee] of [...pairs, ['web-v2', 's3-proxy']]) {
    const [traceId, spanId] = [newTraceId(), newSpanId()];
    await sendSpans(lab, caller!, [serverSpan('call', { traceId, spanId, kind: 3 })]);
    await sendSpans(lab, callee!, [serverSpan('GET /', { traceId, parentSpanId: spanId })]);
  }
  const requests = 'traces_service_graph_request_total{client=~"caller.*|web-v2"}';
  await until('every call is on an edge', async () =>
    (await value(`sum(${requests})`)) === pairs.length + 1 ? true : undefined,
  );
  const edges = (await lab.prometheus.query(requests)).map(({ labels }) => `${labels['client']} > ${labels['server']}`);
  expect(edges.sort()).toEqual(['caller-… > callee-…', 'web-v2 > s3-proxy']);
});

/** The end of the name of a pod. */
const pod = () => Array.from({ length: 5 }, () => 'bcdfghjklmnpqrstvwxz2456789'[randomInt(27)]).join('');

test('ids in span names of many services leave the scrape quick, the collector small and the lab’s own check right', async () => {
  expect(await losses()).toBe('nothing left out, cut or refused in 15 min');
  for (let service = 0; service < 20; service++)
    for (let part = 0; part < 5; part++)
      await sendSpans(
        lab,
        `ids-${service}`,
        Array.from({ length: 500 }, () => serverSpan(`GET /cart/${newTraceId()}`)),
      );
  for (let service = 0; service < 300; service++)
    await sendSpans(lab, `random-${newTraceId()}`, [serverSpan('GET /x')]);
  await until('the overflow is scraped', async () => {
    const calls = await value('sum(traces_span_metrics_calls_total{otel_metric_overflow="true",lab_run=""})');
    return calls && calls > 40_000 ? true : undefined;
  });
  // every call is counted, with labels or without
  await until('every call is counted', async () => {
    const sums = await Promise.all([
      value('sum(traces_span_metrics_calls_total{service_name=~"ids-.*|random-.*"})'),
      value('sum(traces_span_metrics_calls_total{otel_metric_overflow="true",lab_run=""})'),
    ]);
    return sums.reduce((a, b) => a! + (b ?? 0), 0) === 50_300 ? true : undefined;
  });
  expect(await value('min(min_over_time(up{job=~"span-metrics|span-metrics-others"}[20s]))')).toBe(1);
  expect(await scrapeSeconds()).toBeLessThan(0.5);
  // the lab's own are scraped apart: others do not delay them
  expect(await value('quantile_over_time(0.5, scrape_duration_seconds{job="span-metrics"}[15s])')).toBeLessThan(0.25);
  expect(await memory()).toBeLessThan(400 * 2 ** 20);
  expect(await losses()).toMatch(
    /calls: collector: counted without labels \((service "ids-\d+" has \d+ values of span_name|\d+ values of service_name);/,
  );
});

test('a service that sends more metrics than Prometheus takes is named', async () => {
  const dataPoints = Array.from({ length: 490 }, (_, id) => ({ asDouble: 1, attributes: [attribute('id', id)] }));
  const metrics = Array.from({ length: 42 }, (_, id) => ({ name: `flood${id}`, gauge: { dataPoints } }));
  await sendMetrics(lab, 'flood', metrics);
  const said = await until('the scrape fails', async () => {
    const sentences = await unscrapedOthers(lab.prometheus, lab.endpoints);
    return sentences.find((one) => one.includes('sample limit exceeded'));
  });
  expect(said).toMatch(/\(service "flood" has 20,580 of 20,\d+ lines, most in flood\d+; leave attributes with ids out/);
});
