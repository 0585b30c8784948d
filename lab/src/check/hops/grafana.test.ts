import { createServer, type RequestListener } from 'node:http';
import { dashboardsFor } from '@span-metrics-lab/grafana';
import { afterEach, expect, test } from 'vitest';
import { listening } from '../../base/testing.ts';
import type { CheckContext } from '../hop.ts';
import { grafanaHop } from './grafana.ts';

// Grafana's image is not available without an image registry: these are its documented answers (HTTP API,
// developers/http_api: other, data_source, dashboard). Where its image can be pulled, the end-to-end suite asks the real one.

const uids = dashboardsFor('tempo').map((d) => d.uid);
let end: (() => void) | undefined;
afterEach(() => end?.());

test('the hop is ok and skipped if no Grafana runs', () => {
  expect(grafanaHop.skipReason!({ endpoints: {}, parts: ['gateway'], stack: 'tempo' } as unknown as CheckContext)).toBe(
    'no Grafana in this lab',
  );
});

test('the hop passes when Grafana is healthy and has its data sources and dashboards', async () => {
  await expect(walk({})).resolves.toBe(`2 data sources answer, ${uids.length} dashboards are provisioned`);
});

test('the hop names the data source that does not answer', async () => {
  await expect(
    walk({ '/api/datasources/uid/tempo/health': [400, { status: 'ERROR', message: 'connection refused' }] }),
  ).rejects.toMatchObject({
    message: expect.stringMatching(/data source tempo: .*connection refused/),
  });
});

test('a data source without a health check is queried through the proxy', async () => {
  await expect(walk({ '/api/datasources/uid/tempo/health': [404, {}] })).resolves.toMatch(/^2 data sources/);
  const neither = walk({
    '/api/datasources/uid/tempo/health': [404, {}],
    '/api/datasources/proxy/uid/tempo/api/echo': [404, {}],
  });
  await expect(neither).rejects.toMatchObject({ failure: { what: 'data source tempo is missing' } });
});

test('the hop names the dashboard that is missing, and the file that it should come from', async () => {
  const missing = walk({ [`/api/dashboards/uid/${uids[0]}`]: [404, { message: 'Dashboard not found' }] });
  await expect(missing).rejects.toMatchObject({
    failure: {
      what: `dashboard ${uids[0]} is missing`,
      cause: expect.stringContaining('grafana/dashboards/'),
    },
  });
});

test('the hop says that Grafana refuses the password', async () => {
  const all = Object.fromEntries(uids.map((uid) => [`/api/dashboards/uid/${uid}`, [401, {}] as [number, unknown]]));
  await expect(walk(all)).rejects.toMatchObject({ failure: { next: 'GRAFANA_ADMIN_PASSWORD=... npm run check' } });
});

test('the hop says that Grafana is not running', async () => {
  const gone = {
    endpoints: { grafana: 'http://127.0.0.1:1' },
    parts: ['grafana'],
    stack: 'tempo',
  } as unknown as CheckContext;
  await expect(grafanaHop.walk(gone)).rejects.toMatchObject({ failure: { next: 'npm run lab -- start grafana' } });
});

/** Walks the hop against a server that answers like Grafana, except for these paths. */
async function walk(otherwise: Record<string, [number, unknown]>): Promise<string> {
  const answer: RequestListener = ({ url = '', headers }, response) => {
    const usual: [number, unknown] =
      url === '/api/health'
        ? [200, { database: 'ok' }]
        : url.endsWith('/health')
          ? [200, { status: 'OK' }]
          : [200, { meta: { provisioned: true } }];
    const trusted = url === '/api/health' || headers.authorization?.startsWith('Basic ');
    const [status, body] = trusted ? (otherwise[url] ?? usual) : [401, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer(answer);
  end = () => server.close();
  const grafana = await listening(server);
  return grafanaHop.walk({ endpoints: { grafana }, parts: ['grafana'], stack: 'tempo' } as unknown as CheckContext);
}
