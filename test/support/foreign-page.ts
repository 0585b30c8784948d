import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { receiverId } from '../../lab/src/parts/receiver.ts';
import { listening } from '../../lab/src/base/testing.ts';
import { openPage } from './browser.ts';
import { serverSpan, tracesOf } from './otlp.ts';
import { encodedLabels, points, writeRequest } from './remote-write.ts';

/** What a forged request would leave: a service that sends spans, a series in Prometheus. */
export const forged = { service: 'a-web-page', series: 'forged_by_a_web_page' } as const;

type Attempt = { path: string; body: string; base64?: true };

/** Requests that change something in some engine. Each is tried on every port: who listens where may change. */
export function attempts(): Attempt[] {
  const spans = JSON.stringify(tracesOf(forged.service, [serverSpan('forged')]));
  const series = writeRequest([
    { labels: encodedLabels({ __name__: forged.series }), points: points(() => 1, 0, Date.now(), 1) },
  ]);
  const line = `{"_msg":"forged","service.name":"${forged.service}"}`;
  const silence =
    '{"matchers":[{"name":"alertname","value":".+","isRegex":true}],"startsAt":"2026-01-01T00:00:00Z","endsAt":"2099-01-01T00:00:00Z","createdBy":"a page","comment":"forged"}';
  const purchase = '{"item":"book","quantity":1}';
  return [
    ...['/shutdown', '/flush', '/-/quit', '/-/reload', '/quitquitquit', '/ready', '/'].map((path) => ({
      path,
      body: '',
    })),
    ...['/ingester/ring', '/distributor/ring', '/compactor/ring', '/metrics-generator/ring', '/partition-ring'].map(
      (path) => ({ path, body: 'forget=127.0.0.1' }),
    ),
    { path: '/api/overrides', body: '{"forwarders":[]}' },
    { path: '/api/v1/write', body: series.toString('base64'), base64: true },
    { path: '/api/v1/otlp/v1/metrics', body: '{}' },
    { path: '/api/v1/admin/tsdb/delete_series?match[]=up', body: 'match[]=up' },
    { path: '/api/v1/admin/tsdb/clean_tombstones', body: '' },
    { path: '/api/metrics/query_range?q=%7B%7D%7Crate()&since=3h&step=1us', body: '' }, // more memory than there is
    { path: '/v1/traces', body: spans },
    { path: '/api/traces', body: spans },
    ...['/purchases', '/orders', '/reservations'].map((path) => ({ path, body: purchase })),
    { path: `/api/archive/${'ab'.repeat(16)}`, body: '' },
    ...['/insert/jsonline', '/insert/loki/api/v1/push', '/loki/api/v1/push'].map((path) => ({
      path,
      body: line,
    })),
    ...['/delete/run_task?filter=*', '/internal/force_flush', '/log_level?log_level=debug'].map((path) => ({
      path,
      body: '',
    })),
    { path: '/api/v2/alerts', body: '[{"labels":{"alertname":"forged"}}]' },
    { path: '/api/v2/silences', body: silence },
    { path: `/${receiverId}`, body: '{"alerts":[]}' }, // the console's receiver of notifications
    { path: '/burst', body: '{"run":"forged","traces":10}' },
    { path: '/api/send-request', body: '{}' },
    { path: '/api/load', body: '{"vus":1,"seconds":5}' },
    { path: '/api/events', body: '[{"at":1,"part":"tempo","what":"killed"}]' },
  ];
}

/** Opens foreign-page.html as a page of another site, which sends every attempt to every port. Returns when each has ended. */
export async function tryFromForeignPage(ports: readonly number[]): Promise<void> {
  const html = readFileSync(join(import.meta.dirname, 'foreign-page.html'));
  const server = createServer((_request, response) => response.end(html));
  const { port } = new URL(await listening(server));
  try {
    await using opened = await openPage(`http://evil.localhost:${port}`);
    await opened.page.goto('/');
    await opened.page.evaluate(`sendAll(${JSON.stringify({ ports, attempts: attempts() })})`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Sends every attempt as JSON to every port, as a page would after its own name was made to resolve to this machine. */
export async function tryRebound(ports: readonly number[]): Promise<void> {
  for (const { path, body, base64 } of attempts()) {
    const bytes = Buffer.from(body, base64 ? 'base64' : 'utf8');
    await Promise.all(
      ports.flatMap((port) => ['GET', 'POST', 'DELETE'].map((method) => rebound(port, path, method, bytes))),
    );
  }
}

/** Status of a request of such a page; undefined if what listens there speaks no HTTP, or not within 2 s. */
export function rebound(port: number, path: string, method: string, body: Buffer): Promise<number | undefined> {
  const host = `evil.example:${port}`;
  const type = path === '/api/v1/write' ? 'application/x-protobuf' : 'application/json';
  const headers = { host, ...(method !== 'GET' && { origin: `http://${host}`, 'content-type': type }) };
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers, timeout: 2_000 }, (response) => {
      response.resume().on('close', () => resolve(response.statusCode));
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(undefined));
    asking.end(method === 'GET' ? undefined : body);
  });
}
