import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Router } from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from './app.ts';
import { request } from './testing/request.ts';
import { servingRoles, startRoles } from './testing/start-app.ts';

const { served } = JSON.parse(readFileSync(join(import.meta.dirname, '../../routes.json'), 'utf8')) as {
  served: Record<string, string[]>;
};
/** Probes of the runtimes: they make no span, so routes.json does not list them. */
const health = ['GET /healthz', 'GET /readyz'];

let apps: Awaited<ReturnType<typeof startRoles>>;
beforeAll(async () => void (apps = await startRoles()));
afterAll(() => apps[Symbol.asyncDispose]());

test('routes.json names every role that serves requests and nothing else', () => {
  expect(Object.keys(served).toSorted()).toEqual([...servingRoles, 'every role'].toSorted());
});

describe.each(servingRoles)('%s', (role) => {
  const listed = [...(served['every role'] ?? []), ...(served[role] ?? [])];

  test('each role serves the routes of routes.json and no others', async () => {
    const { app } = await createApp({ role, peers: {}, logger: pino({ level: 'silent' }) });
    expect(routesIn(app.router).toSorted()).toEqual([...listed, ...health].toSorted());
  });

  test.each(listed)('the route %s has this name', async (route) => {
    const { url, logs } = apps.at(role);
    const [method = '', path = ''] = route.split(' ');
    logs.length = 0;
    await request(`${url}${path.replace(':id', '7')}?max=0`, method === 'POST' ? {} : undefined);
    await expect.poll(() => logs.filter((line) => line['msg'] === 'request')).toMatchObject([{ method, route: path }]);
  });
});

test('a worker serves its health and nothing else', async () => {
  const { app, work } = await createApp({ role: 'executor', peers: {}, logger: pino({ level: 'silent' }) });
  await work?.stop(1000);
  expect(routesIn(app.router).toSorted()).toEqual(['GET /', ...health].toSorted());
});

/** Method and path of every route that Express has, those of nested routers too. */
function routesIn(router: Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (!route) return 'stack' in handle ? routesIn(handle as unknown as Router) : [];
    const methods = new Set(route.stack.map((layer) => layer.method).filter(Boolean));
    return [...methods].map((method) => `${method.toUpperCase()} ${route.path}`);
  });
}
