import { expect, test } from 'vitest';
import { guests } from '../../lab/src/parts/parts.ts';
import { ask, traceOf, urlOf } from '../support/guest-requests.ts';
import { startTwin } from '../support/guest-twin.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();

const flask = (route: string) => route.replace('{id}', '<int:id>');
const requests = [
  ['GET', '/', '/'],
  ['GET', '/items/7', '/items/{id}'],
  ['GET', '/error_test', '/error_test'],
  ['GET', '/random_sleep?max=5', '/random_sleep'],
  ['GET', '/random_status', '/random_status'],
  ['GET', '/cpu_task', '/cpu_task'],
  ['GET', '/io_task', '/io_task'],
] as const;

test.each(guests)('%s names every route by its template, with the current attributes of HTTP', async (guest) => {
  for (const [method, path, route] of requests) {
    const { status, traceId } = await ask(urlOf(lab, guest) + path, method);
    const template = guest === 'guest-flask' ? flask(route) : route;
    const spans = await traceOf(lab, traceId);
    expect(spans, path).toHaveLength(1); // no span of anything inside
    expect(spans[0], path).toMatchObject({
      service: guest,
      kind: 'server',
      name: `${method} ${template}`,
      status: status >= 500 ? 'error' : 'unset',
    });
    expect(spans[0]!.attributes, path).toMatchObject({
      'http.request.method': method,
      'http.route': template,
      'http.response.status_code': status,
      'url.path': path.split('?')[0],
      'server.address': '127.0.0.1',
    });
    expect(Object.keys(spans[0]!.attributes), path).not.toContain('http.method');
    expect(spans[0]!.resource).toMatchObject({
      'service.name': guest,
      'service.namespace': 'guests',
      'service.version': '1.0.0',
      'deployment.environment.name': 'lab',
      'service.instance.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  }
});

test.each(guests)('what no route of %s takes has a bounded name', async (guest) => {
  const names = new Set<string>();
  for (const [method, path] of [
    ['GET', '/nope/1'],
    ['GET', '/nope/2'],
    ['POST', '/items/7'],
    ['POST', '/nope'],
    ['PURGE', '/items/8'],
  ] as const) {
    const { status, traceId } = await ask(urlOf(lab, guest) + path, method);
    expect([404, 405], `${method} ${path}`).toContain(status);
    for (const { name } of await traceOf(lab, traceId)) names.add(name);
  }
  const bounded = /^(GET|POST|HTTP)( \/\*\*?| \/items\/\{id\})?$/;
  expect([...names].filter((name) => !bounded.test(name))).toEqual([]);
});

test('without the collector’s layer, the same guests bring noise, unbounded names and a port in the address', async () => {
  const stranger = { OTEL_RESOURCE_ATTRIBUTES: '' };
  await using fastapi = await startTwin('guest-fastapi', { ...stranger, OTEL_SERVICE_NAME: 'twin-fastapi' });
  await using flaskTwin = await startTwin('guest-flask', { ...stranger, OTEL_SERVICE_NAME: 'twin-flask' });
  const noisy = await traceOf(lab, (await ask(`${fastapi.url}/items/1`)).traceId);
  expect(noisy.filter(({ kind }) => kind === 'internal').map(({ name }) => name)).toEqual([
    'GET /items/{id} http send',
    'GET /items/{id} http send',
  ]);
  const [lost] = await traceOf(lab, (await ask(`${flaskTwin.url}/nope/17`)).traceId);
  expect(lost).toMatchObject({ name: 'GET /nope/17' });
});

test.each(guests)('probes of %s make no span', async (guest) => {
  const { status, traceId } = await ask(`${urlOf(lab, guest)}/readyz`);
  expect(status).toBe(200);
  const later = await ask(`${urlOf(lab, guest)}/items/1`); // sent after it: once this one is there, the other is not on its way
  await traceOf(lab, later.traceId);
  expect(await lab.stores[0]!.trace(traceId)).toEqual([]);
});
