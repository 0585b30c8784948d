// HTTP as nobody should send it, to the application, the console and the generator: the same requests for the same seed.
//   HTTP_FUZZ_SEED=7 HTTP_FUZZ_REQUESTS=100000 npm test -- robust --file http-fuzz      other requests, or more
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { label, metric } from '@span-metrics-lab/grafana';
import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { listening } from '../../lab/src/base/testing.ts';
import { createGeneratorApp } from '../../lab/src/generator/app.ts';
import { Generator } from '../../lab/src/generator/generator.ts';
import { appRoles, type PartName } from '../../lab/src/parts/parts.ts';
import { fuzz, type FuzzTarget } from '../support/http/fuzz.ts';
import { sendRaw } from '../support/http/raw-request.ts';
import { sharedLab } from '../support/shared-lab.ts';
import type { TestLab } from '../support/test-lab.ts';

const total = Number(process.env['HTTP_FUZZ_REQUESTS'] ?? 10_000);
const seed = Number(process.env['HTTP_FUZZ_SEED'] ?? 1);
const deadline = 120_000 + total * 20;

/** Bytes that a process may use after all requests; before them it uses about 100 MB. */
const MEMORY = 400e6;

const consolePaths = `
  / /start /service /traces /traces/{} /monitor /learn/{} /assets/{} /healthz /api/lab /api/health /api/hops /api/services
  /api/operations /api/traces /api/jaeger-monitor /api/events /api/answers/{} /api/answers/find-the-error /api/load
  /api/check /api/send-request /prometheus/api/v1/query /prometheus/api/v1/label/{}/values /prometheus/{} /tempo/api/search
  /tempo/api/v2/traces/0123 /tempo/api/v2/search/tag/{}/values /jaeger/api/v3/services`
  .trim()
  .split(/\s+/);

let lab: TestLab;
let before: Awaited<ReturnType<typeof processes>>;
beforeAll(async () => {
  lab = await sharedLab();
  before = await processes();
});

const never = () => false;
const share = (part: number) => ({ requests: Math.round(total * part), seed });

describe('any request gets an answer of 4xx at worst, without a stack trace', () => {
  test.each(appRoles)('from %s', { timeout: deadline }, async (role) => {
    const paths = (await routesOf(role))
      .filter((path) => path !== '/cpu_task' && path !== '/io_task') // nothing but time
      .map((path) => path.replace(/:\w+/, '{}').replace('/random_sleep', '/random_sleep?max=20'));
    const mayFail = (path: string, status: number) => /^\/(error_test|random_status)/i.test(path) || status === 504; // a neighbour that is busy for more than 3 s
    const target = { url: lab.endpoints[role], paths, mayFail };
    await reported(role, target, share(0.22));
  });

  test('from the console', { timeout: deadline }, async () => {
    await reported(
      'console',
      {
        url: lab.endpoints.console!,
        paths: consolePaths,
        mayFail: (path) => /^\/(prometheus|tempo)\//i.test(path), // an engine's own answer is passed on
        // would start checks and loads in a lab that others use
        leaveOut: ({ path, chunks }) =>
          /api.*(check|send|load)/i.test(path) &&
          /content-type: application\/json/i.test(Buffer.concat(chunks).toString('latin1')),
      },
      share(0.24),
    );
  });

  test('from the generator', { timeout: deadline }, async () => {
    const server = createServer(createGeneratorApp(new Generator(lab.endpoints.otlpHttp)));
    const target = { url: await listening(server), paths: ['/', '/readyz', '/sent', '/burst'], mayFail: never };
    await reported('generator', target, share(0.1)).finally(() => {
      server.closeAllConnections();
      server.close();
    });
  });
});

test(
  'a fault would be noticed: the route that fails on purpose, if it were not known',
  { timeout: deadline },
  async () => {
    const target = { url: lab.endpoints.stock, paths: ['/error_test'], mayFail: never };
    await expect(fuzz(target, { requests: 100, seed })).rejects.toThrow(
      /^seed \d+, path [\d:]+: status 500[\s\S]*GET \/error_test/,
    );
  },
);

test('200 connections that never finish their request keep nobody else waiting', async () => {
  for (const role of appRoles) {
    const { hostname, port } = new URL(lab.endpoints[role]);
    const unfinished = Array.from({ length: 200 }, () => {
      const socket = connect(Number(port), hostname).on('error', () => {});
      socket.write(
        'POST /reservations HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nContent-Type: application/json\r\n\r\n{"',
      );
      return socket;
    });
    await until('all are connected', () => unfinished.every((socket) => !socket.connecting) || undefined);
    expect((await fetch(`${lab.endpoints[role]}/items/1`)).status).toBe(200);
    for (const socket of unfinished) socket.destroy();
  }
});

test('afterwards every process is the same, answers, and uses little memory', async () => {
  const after = await processes();
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [part, { pid, memory }] of after) {
    expect([part, pid]).toEqual([part, before.get(part)!.pid]);
    expect(memory, `${part}: ${Math.round(memory / 1e6)} MB`).toBeLessThan(MEMORY);
  }
  for (const role of appRoles) expect((await fetch(`${lab.endpoints[role]}/chain`)).status).toBe(200);
});

test('methods, paths and marks of strangers make no series of their own', async () => {
  const values = async (name: string) => {
    const found = await lab.prometheus.query(
      `group by (${name}) (${metric.calls}{${label.service}=~"${appRoles.join('|')}"})`,
    );
    return found.map((sample) => sample.labels[name] ?? '');
  };
  const paths = (await Promise.all(appRoles.map(routesOf))).flat();
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY'];
  const served = ['GET', 'HEAD', 'POST'].flatMap((method) => paths.map((path) => `${method} ${path}`));
  const names = new Set([...methods, 'HTTP', ...served]);
  expect((await values(label.route)).filter((name) => !names.has(name))).toEqual([]);
  expect((await values(label.method)).filter((method) => ![...methods, '_OTHER', ''].includes(method))).toEqual([]);
  expect((await values(label.run)).filter((mark) => !/^([a-z0-9-]{0,32})$/.test(mark))).toEqual([]);
  expect((await values(label.method)).includes('_OTHER')).toBe(true); // they were counted
});

async function reported(name: string, target: FuzzTarget, options: { requests: number; seed: number }): Promise<void> {
  const statuses = await fuzz(target, options);
  console.log(`${name}: ${options.requests} requests of seed ${seed}: ${JSON.stringify(statuses)}`);
  expect((await sendRaw(target.url, [Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')])).statuses).toEqual([
    200,
  ]);
}

async function processes(): Promise<Map<PartName, { pid: number; memory: number }>> {
  const ours = (await lab.lab.status()).filter(({ part }) => [...appRoles, 'console'].includes(part));
  return new Map(ours.map(({ part, pid = 0, memory = 0 }) => [part, { pid, memory }]));
}

/** The paths that a role serves, as its index page lists them. */
async function routesOf(role: (typeof appRoles)[number]): Promise<string[]> {
  const { routes } = (await (await fetch(lab.endpoints[role])).json()) as { routes: string[] };
  return [...new Set(routes.map((route) => route.split(' ')[1]!))];
}
