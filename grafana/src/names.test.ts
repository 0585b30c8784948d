import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { failedSpans, label, metric, namespace, serverSpans } from './names.ts';

const checkout = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(checkout, path), 'utf8');

/** The contract with every reader of these metrics: written as literals, so that no name changes by accident. */
test('the RED metrics have the documented names and labels', () => {
  expect(metric).toMatchObject({
    calls: 'traces_span_metrics_calls_total',
    durationNative: 'traces_span_metrics_native_duration_milliseconds',
    durationBucket: 'traces_span_metrics_duration_milliseconds_bucket',
    durationSum: 'traces_span_metrics_duration_milliseconds_sum',
    durationCount: 'traces_span_metrics_duration_milliseconds_count',
    edges: 'traces_service_graph_request_total',
  });
  expect(label).toMatchObject({
    service: 'service_name',
    route: 'span_name',
    kind: 'span_kind',
    httpStatus: 'http_response_status_code',
    method: 'http_request_method',
    run: 'lab_run',
  });
  expect({ ...serverSpans, ...failedSpans }).toEqual({
    span_kind: 'SPAN_KIND_SERVER',
    status_code: 'STATUS_CODE_ERROR',
  });
});

test('the recording rules read these metrics and no others', () => {
  const known: readonly string[] = Object.values(metric);
  const { groups } = parse(read('prometheus/rules/red-by-service.yaml')) as { groups: { rules: { expr: string }[] }[] };
  const asked = groups.flatMap((g) => g.rules).flatMap((r) => r.expr.match(/(?<![\w:])traces_\w+/g) ?? []);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((name) => !known.includes(name))).toEqual([]);
});

test.each(['config.yaml', 'config-query.yaml'])('jaeger/%s queries the same namespace', (file) => {
  expect(`${/metric_namespace: (\w+)/.exec(read(`jaeger/${file}`))?.[1]}_`).toBe(namespace.spans);
});
