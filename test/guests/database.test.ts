import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { buy } from '../../lab/src/check/shop/buy.ts';
import { guests } from '../../lab/src/parts/parts.ts';
import { ask, traceOf, urlOf } from '../support/guest-requests.ts';
import { startLab } from '../support/start-lab.ts';

// The guests beside the shop, whose database one of them asks, and beside what watches the machine.
const before = process.env['LAB_HOME'];
const lab = await startLab({ stack: 'tempo', capabilities: ['guests', 'shop', 'machine'] });
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  if (before === undefined) delete process.env['LAB_HOME'];
  else process.env['LAB_HOME'] = before;
});

const orders = `${urlOf(lab, 'guest-fastapi-code')}/orders/count`;

test('FastAPI by code says how many orders the shop has', async () => {
  const count = async () => ((await (await fetch(orders)).json()) as { orders: number }).orders;
  await lab.lab.stop('executor'); // it buys, too
  let had = Number.NaN;
  const unchanged = async () => {
    const before = had;
    had = await count();
    return had === before ? true : undefined;
  };
  await until('what it queued is worked off', unchanged, { every: 2_000 });
  for (let i = 0; i < 3; i++) expect((await buy(lab.endpoints.gateway, 'at once')).status).toBe(201);
  expect(await count()).toBe(had + 3);
});

test('its question is a span inside the request, with the current names and without values', async () => {
  const { status, traceId } = await ask(orders);
  expect(status).toBe(200);
  const spans = await traceOf(lab, traceId);
  const server = spans.find(({ kind }) => kind === 'server')!;
  const questions = spans.filter(({ kind }) => kind === 'client');
  expect(server.name).toBe('GET /orders/count');
  expect(questions).toHaveLength(1);
  expect(questions[0]).toMatchObject({ service: 'guest-fastapi-code', parentSpanId: server.spanId });
  expect(questions[0]!.attributes).toMatchObject({
    'db.system.name': 'postgresql',
    'db.namespace': 'shop',
    'db.query.text': 'SELECT count(id) FROM orders',
  });
  const old = ['db.system', 'db.statement', 'db.name', 'db.user', 'net.peer.name', 'net.peer.port'];
  expect(Object.keys(questions[0]!.attributes).filter((name) => old.includes(name))).toEqual([]);
});

test('every guest is seen by its name among the processes of the machine, Python’s too', async () => {
  const shown = async () =>
    (await lab.prometheus.query('process_memory_usage_bytes{part!=""}')).map(({ labels }) => labels['part']);
  await until(
    'every guest is shown once',
    async () => {
      const names = await shown();
      return guests.every((guest) => names.filter((name) => name === guest).length === 1) ? true : undefined;
    },
    { deadline: 30_000 },
  );
});
