// A web page that somebody opens on this machine, and one whose own name was made to resolve to it (DNS rebinding).
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listening } from '../../lab/src/base/testing.ts';
import { get } from '../../lab/src/backends/http.ts';
import { until } from '../../lab/src/base/poll.ts';
import { browserTest } from '../support/browser.ts';
import { attempts, forged, rebound, tryFromForeignPage } from '../support/foreign-page.ts';
import { openTempo } from '../support/open-tempo.ts';
import { ownPrometheus } from '../support/own-prometheus.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { onceNatively } from '../support/this-run.ts';
import { expectUnharmedByPage, expectUnharmedByRebound } from '../support/unharmed.ts';

const lab = await sharedLab();

browserTest('a page of another site changes nothing, whatever it sends to which port', () => expectUnharmedByPage(lab));

browserTest('the requests of that page arrive where nothing refuses them', async () => {
  const arrived = new Map<string, Set<string>>();
  const server = createServer((request, response) => {
    const kind = `${request.method} ${request.headers['content-type']?.split(';')[0] ?? 'no type'}`;
    arrived.set(request.url!, (arrived.get(request.url!) ?? new Set()).add(kind));
    request.resume().on('end', () => response.end());
  });
  const { port } = new URL(await listening(server));
  try {
    await tryFromForeignPage([Number(port)]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  for (const { path } of attempts())
    expect([path, [...(arrived.get(path) ?? [])].sort()]).toEqual([
      path,
      expect.arrayContaining([
        'GET no type',
        'POST application/x-www-form-urlencoded',
        'POST multipart/form-data',
        'POST no type',
        'POST text/plain',
      ]),
    ]);
});

(onceNatively ? browserTest : test.skip)('…and harm a Tempo and a Prometheus that are open to them', async () => {
  await using tempo = await openTempo();
  await using prometheus = await ownPrometheus();
  expect(await ready(tempo.url)).not.toContain('Ingester: Stopping');
  await tryFromForeignPage([tempo.port, Number(new URL(prometheus.prometheus.url).port)]);
  await until('the page’s series is there', async () => (await prometheus.prometheus.query(forged.series))[0]);
  expect(await ready(tempo.url)).toMatch(/shut|Stopping|Terminated/i);
});

const ready = async (url: string) => (await fetch(`${url}/ready`)).text();

test('a page that was rebound to this machine changes nothing', () => expectUnharmedByRebound(lab));

test('…except that it can send spans, which is why SECURITY.md says so', async () => {
  const { body } = attempts().find(({ path }) => path === '/v1/traces')!;
  expect(await rebound(lab.env.OTLP_HTTP_PORT, '/v1/traces', 'POST', Buffer.from(body))).toBe(200);
});

test('the console answers no foreign name', async () => {
  expect(await rebound(lab.env.CONSOLE_PORT, '/', 'GET', Buffer.of())).toBe(421);
});

test.runIf(lab.endpoints.tempo)(
  'Tempo runs no query without the header that a page of another site cannot send',
  async () => {
    for (const path of ['search?q=%7B%7D', 'metrics/query_range?q=%7B%7D%7Crate()&since=1h', 'v2/search/tags']) {
      const url = `${lab.endpoints.tempo}/api/${path}`;
      expect([path, (await fetch(url)).status, (await get(url)).status]).toEqual([path, 401, 200]);
    }
  },
);

test('nobody lets a page of another origin read, or send what needs permission', async () => {
  const bases = Object.entries(lab.endpoints).filter(([name, url]) => name !== 'otlpGrpc' && url.startsWith('http'));
  expect(bases.map(([name]) => name)).toContain('prometheus');
  for (const [name, base] of bases)
    for (const path of ['/', '/api/v1/query?query=up', '/api/search', '/api/v3/services', '/v1/traces'])
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await fetch(new URL(path, base), {
          method,
          redirect: 'manual',
          headers: { origin: 'http://evil.example', 'access-control-request-method': 'PUT' },
        });
        expect([name, method, path, headers.get('access-control-allow-origin')]).toEqual([name, method, path, null]);
      }
});
