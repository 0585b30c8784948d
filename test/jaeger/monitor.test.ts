import { expect, test } from 'vitest';
import { collectorConfig, jaegerConfig } from '../../lab/src/catalog/configs.ts';
import { check } from '../../lab/src/check/check.ts';
import type { HopResult } from '../../lab/src/check/hop.ts';
import { startLab } from '../support/start-lab.ts';
import { changedConfig } from './change-config.ts';

const failed = (hops: HopResult[]) => hops.filter((h) => !h.ok && !h.skipped);

test('without normalize_*, check says that Jaeger asks for other names', async () => {
  using jaeger = changedConfig(
    jaegerConfig,
    ['normalize_calls: true', 'normalize_calls: false'],
    ['normalize_duration: true', 'normalize_duration: false'],
  );
  await using lab = await startLab({ stack: 'jaeger', configs: { jaeger: jaeger.path } });
  const { hops } = await check(lab, { requests: 0 });
  expect(failed(hops).map((h) => h.name)).toContain('monitor');
  expect(hops.find((h) => h.name === 'monitor')).toMatchObject({
    cause: expect.stringContaining('normalize_calls and normalize_duration are missing'),
  });
}, 120_000);

test('with a renamed metric, check says which name Prometheus has', async () => {
  using collector = changedConfig(collectorConfig('jaeger'), [
    '  span_metrics:\n',
    '  span_metrics:\n    namespace: other\n',
  ]);
  await using lab = await startLab({ stack: 'jaeger', configs: { collector: collector.path } });
  const { hops } = await check(lab, { requests: 0 });
  expect(hops.find((h) => h.name === 'monitor')).toMatchObject({
    found: 'Prometheus has no traces_span_metrics_calls_total, but other_calls_total',
    cause: expect.stringContaining('namespace'),
  });
}, 120_000);

test('without SERVER spans before the connector, check says which kinds there are', async () => {
  using collector = changedConfig(
    collectorConfig('jaeger'),
    [
      'exporters: [otlp_http/jaeger, span_metrics, service_graph]',
      'exporters: [otlp_http/jaeger, forward]\n    traces/counted:\n      receivers: [forward]\n      processors: [transform/kind]\n      exporters: [span_metrics, service_graph]',
    ],
    [
      'processors:\n  memory_limiter:',
      'processors:\n  transform/kind:\n    trace_statements:\n      - set(span.kind, SPAN_KIND_INTERNAL)\n  memory_limiter:',
    ],
    ['connectors:\n', 'connectors:\n  forward:\n'],
  );
  await using lab = await startLab({ stack: 'jaeger', configs: { collector: collector.path } });
  const { hops } = await check(lab, { requests: 0 });
  expect(hops.find((h) => h.name === 'monitor')).toMatchObject({
    found: 'traces_span_metrics_calls_total has only SPAN_KIND_INTERNAL',
    cause: 'no SERVER spans: the Monitor tab counts no other kind',
  });
}, 120_000);
