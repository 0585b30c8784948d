import { resolve } from '@span-metrics-lab/grafana';
import { expect, test } from 'vitest';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import { until } from '../../lab/src/base/poll.ts';
import { ask, type Line } from '../../lab/src/check/panels/ask.ts';
import { questionsOf } from '../../lab/src/check/panels/question.ts';
import { attribute, postOtlp, sendSpans, serverSpan } from '../support/otlp.ts';
import { callOtlp } from '../support/otlp-grpc.ts';
import { only } from '../support/panel-numbers.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();

test('a service of somebody’s own is found in the store, counted, and on the APM dashboard', async () => {
  const spans = Array.from({ length: 20 }, (_, i) =>
    serverSpan('GET /mine/{id}', {
      attributes: [
        attribute('http.request.method', 'GET'),
        attribute('http.route', '/mine/{id}'),
        attribute('http.response.status_code', i < 5 ? 503 : 200),
      ],
    }),
  );
  await sendSpans(lab, 'own-service', spans);
  const stored = await until('the span is in the store', async () => {
    const [span] = await lab.stores[0]!.trace(spans[0]!.traceId);
    return span;
  });
  expect(stored).toMatchObject({ service: 'own-service', name: 'GET /mine/{id}' });
  const calls = 'sum(traces_span_metrics_calls_total{service_name="own-service"})';
  await expect.poll(async () => (await lab.prometheus.query(calls))[0]?.value, { timeout: 10_000 }).toBe(20);
  expect(only(await shown('apm-total-requests'))).toBe(20);
  const byStatus = await shown('apm-requests-by-status');
  expect(byStatus.map(({ points }) => points.at(-1)![1]).sort()).toEqual([15, 5]);
});

/** What a panel of the APM dashboard shows of the service in the last five minutes. */
async function shown(panel: string): Promise<Line[]> {
  const { query } = questionsOf(lab.stack).find((question) => question.panel === panel)!;
  const values = { service: 'own-service', route: ['.+'], status: '.*', kind: 'SPAN_KIND_SERVER', interval: '1m' };
  const end = Math.ceil(Date.now() / 1000);
  const { expr, step } = resolve(query, values, { range: 300, step: 1 });
  return ask(lab.endpoints, query, expr, { start: end - 300, end, step });
}

/** One log record without content, in OTLP's protobuf encoding: resource, scope, record. */
const oneRecord = Uint8Array.of(0x0a, 4, 0x12, 2, 0x12, 0);

/** How many log records the collector left out since it started. */
const leftOut = async () =>
  sumOf(await readExposition(lab.endpoints.collectorTelemetry), 'otelcol_processor_filter_logs_filtered') ?? 0;

test('logs are taken over HTTP and gRPC, and counted as left out: an agent that sends them unasked sees no error', async () => {
  const before = await leftOut();
  const json = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'hello' } }] }] }] };
  expect((await postOtlp(lab, 'logs', json)).status).toBe(200);
  expect((await postOtlp(lab, 'logs', oneRecord)).status).toBe(200);
  expect(await callOtlp(lab, 'logs.v1.LogsService/Export', oneRecord)).toEqual({ code: 0, details: '' });
  expect(await leftOut()).toBe(before + 3);
});

test('profiles are refused as unknown, over HTTP and gRPC', async () => {
  const { status } = await fetch(`${lab.endpoints.otlpHttp}/v1development/profiles`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(status).toBe(404);
  const answer = await callOtlp(lab, 'profiles.v1development.ProfilesService/Export', new Uint8Array());
  expect(answer).toEqual({ code: 12, details: expect.stringContaining('unknown service') });
});

test('no web page may send as long as no origin is listed', async () => {
  const preflight = await fetch(`${lab.endpoints.otlpHttp}/v1/traces`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:5173',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  expect(preflight.status).toBe(405);
});
