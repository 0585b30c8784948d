import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { traceToMetricsQueries, traceToMetricsTags } from './correlations.ts';
import { label, scrapeInterval } from './names.ts';
import { bucketBounds, fewBounds } from './promql.ts';

const checkout = join(import.meta.dirname, '../..');
const env: Record<string, string> = {
  PROMETHEUS_URL: 'http://prometheus:9090',
  TEMPO_URL: 'http://tempo:3200',
  JAEGER_URL: 'http://jaeger:16686',
  LOKI_URL: 'http://loki:3100',
  TRACE_STORE: 'tempo',
  DASHBOARDS_PATH: '/var/lib/grafana/dashboards',
};

/** Grafana's expansion (pkg/services/provisioning/values): `$$` is a dollar, `$NAME` and `${NAME}` come from the environment. */
const expand = (text: string) =>
  text
    .split('$$')
    .map((part) =>
      part.replace(/\$\{([^}]*)\}|\$(\w+)/g, (_, braced?: string, plain?: string) => env[braced ?? plain ?? ''] ?? ''),
    )
    .join('$');

const deep = (value: unknown): unknown => {
  if (typeof value === 'string') return expand(value);
  if (Array.isArray(value)) return value.map(deep);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, deep(v)]));
  return value;
};

type Source = { uid: string; url: string; jsonData: Record<string, unknown> };
const read = (path: string) => parse(readFileSync(join(checkout, path), 'utf8')) as Record<string, unknown>;
const source = (name: string) =>
  (deep(read(`grafana/provisioning/datasources/${name}.yaml`)) as { datasources: Source[] }).datasources[0] as Source;

test.each(['prometheus', 'tempo', 'jaeger', 'loki'])(
  '%s has its name as uid, and its address from the environment',
  (name) => {
    expect(source(name)).toMatchObject({ uid: name, url: env[`${name.toUpperCase()}_URL`] });
  },
);

test('no file uses a default value, which Grafana does not support', () => {
  for (const folder of ['datasources', 'dashboards'])
    for (const file of readdirSync(join(checkout, 'grafana/provisioning', folder))) {
      const text = readFileSync(join(checkout, 'grafana/provisioning', folder, file), 'utf8').replaceAll(/^#.*$/gm, '');
      expect(text).not.toMatch(/\$\{\w+:/);
    }
});

test('Prometheus scrapes at the interval that Grafana and the lab assume', () => {
  expect(read('prometheus/prometheus.yaml')).toMatchObject({ global: { scrape_interval: `${scrapeInterval}s` } });
  expect(source('prometheus').jsonData).toMatchObject({ timeInterval: `${scrapeInterval}s` });
});

test('exemplars lead to the trace store', () => {
  expect(source('prometheus').jsonData).toMatchObject({
    exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: 'tempo' }],
  });
});

test('a log line leads to its trace in the trace store', () => {
  const { derivedFields } = source('loki').jsonData as { derivedFields: { matcherRegex: string }[] };
  expect(derivedFields).toMatchObject([{ matcherType: 'label', datasourceUid: 'tempo', url: '${__value.raw}' }]);
  const labels = ['trace_id', 'span_id', 'parent_trace_id', 'service_name'];
  expect(labels.filter((name) => new RegExp(derivedFields[0]!.matcherRegex).test(name))).toEqual(['trace_id']);
});

describe.each(['tempo', 'jaeger'])('%s', (name) => {
  test('a span leads to the lines of its service in its trace', () => {
    const { tracesToLogsV2 } = source(name).jsonData as { tracesToLogsV2: { query: string } };
    expect(tracesToLogsV2).toMatchObject({ datasourceUid: 'loki', customQuery: true });
    expect(tracesToLogsV2.query).toBe(`{\${__tags}} | trace_id="\${__span.traceId}"`);
    expect(tracesToLogsV2).toMatchObject({ tags: [{ key: 'service.name', value: label.service }] });
  });

  test('the data sources lead from a span to metrics by the queries of the correlations', () => {
    const { tracesToMetrics } = source(name).jsonData as {
      tracesToMetrics: { queries: unknown; tags: { key: string; value: string }[] };
    };
    expect(tracesToMetrics).toMatchObject({ datasourceUid: 'prometheus' });
    expect(tracesToMetrics.queries).toEqual(traceToMetricsQueries.map((q) => ({ name: q.legend, query: q.expr })));
    expect(Object.fromEntries(tracesToMetrics.tags.map((t) => [t.key, t.value]))).toEqual(traceToMetricsTags);
  });
});

test('folders on disk become folders in Grafana', () => {
  const { providers } = deep(read('grafana/provisioning/dashboards/lab.yaml')) as { providers: { options: unknown }[] };
  expect(providers[0]?.options).toEqual({ path: '/var/lib/grafana/dashboards', foldersFromFilesStructure: true });
});

test('the bucket bounds are those of the collector', () => {
  const { connectors } = read('otel-collector/base.yaml') as {
    connectors: Record<string, { histogram: { explicit: { buckets: string[] } } }>;
  };
  const boundsOf = (connector: string) =>
    connectors[connector]!.histogram.explicit.buckets.map(
      (b) => (parseFloat(b) * { us: 1, ms: 1e3, s: 1e6 }[/[a-z]+$/.exec(b)![0] as 'us']) / 1e3,
    );
  expect(boundsOf('span_metrics')).toEqual(bucketBounds);
  expect(boundsOf('span_metrics/others')).toEqual(fewBounds);
});
