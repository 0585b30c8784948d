import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Producer, stringSerializers } from '@platformatic/kafka';
import { expect, test } from 'vitest';
import { booksOf } from '../../lab/src/backends/books.ts';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { buy } from '../../lab/src/check/shop/buy.ts';
import { keepPurchaseLedger } from '../../lab/src/check/shop/purchase-ledger.ts';
import { purchaseModes, purchaseSpans } from '../../lab/src/check/shop/purchase-spans.ts';
import { shopOf } from '../support/purchases.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { inWords, purchaseTree, readTrees, type SpanInTree } from './spans.ts';

const lab = await sharedLab();

const { gateway, observer } = shopOf(lab);
const [store] = lab.stores;

test('the check passes, with the hops of the shop', async () => {
  const { hops, ledger } = await check(lab, { requests: 50 });
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  for (const name of ['database', 'queue', 'cache', 'purchases'])
    expect(hops.find((hop) => hop.name === name)).not.toHaveProperty('skipped');
  expect(ledger?.differences).toEqual([]);
});

test('1,000 purchases, half queued: sent = answered = rows = messages = values = spans = calls', async () => {
  const { differences, steps, settled } = await keepPurchaseLedger(shopOf(lab), { purchases: 1_000, concurrency: 20 });
  expect(differences).toEqual([]);
  expect(steps.length).toBeGreaterThan(15);
  console.log(`1,000 purchases: everything there ${settled.toFixed(1)} s after the last answer`);
});

test.each(purchaseModes)('a purchase %s is one trace of exactly these spans', async (mode) => {
  const { traceId } = await buy(gateway, mode);
  const due = purchaseSpans[mode];
  const spans = await until(
    `${due.length} spans of one purchase`,
    async () => {
      const found = await store!.trace(traceId);
      return found.length >= due.length ? found : undefined;
    },
    { deadline: 15_000, every: 200 },
  );
  const words = ({ service, name, kind }: (typeof due)[number]) => `${service} ${name} (${kind})`;
  expect(spans.map((span) => words(span as never)).sort()).toEqual(due.map(words).sort());
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  // What is called, and what is processed, is below what calls and sends; a processed message links to its sender, too.
  for (const span of spans.filter(({ kind }) => kind === 'server' || kind === 'consumer')) {
    const parent = byId.get(span.parentSpanId);
    if (span.service !== 'gateway') expect(parent?.kind).toBe(span.kind === 'server' ? 'client' : 'producer');
    if (span.kind === 'consumer') expect(span.links).toEqual([{ traceId, spanId: span.parentSpanId }]);
  }
});

test.each(purchaseModes)('each span of a purchase %s hangs below the one that caused it', async (mode) => {
  const { traceId } = await buy(gateway, mode);
  expect(await treeOf(traceId, purchaseTree(mode).length)).toEqual(inWords(purchaseTree(mode)));
});

test('an order is read from Valkey; one that nobody has is looked for in Postgres, too', async () => {
  const { id } = await buy(gateway, 'at once');
  const kept = async () => ((await booksOf(observer, [id!], 0)).values === 1 ? true : undefined);
  await until('the order is in Valkey', kept, { deadline: 10_000, every: 200 });
  const read = async (one: string) => {
    const traceId = randomUUID().replaceAll('-', '');
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    return { status: (await fetch(`${gateway}/purchases/${one}`, { headers })).status, traceId };
  };
  const cached = await read(id!);
  expect(cached.status).toBe(200);
  expect(await treeOf(cached.traceId, readTrees.cached.length)).toEqual(inWords(readTrees.cached));
  const unknown = await read(randomUUID());
  expect(unknown.status).toBe(404);
  expect(await treeOf(unknown.traceId, readTrees.unknown.length)).toEqual(inWords(readTrees.unknown));
});

test('the executor buys both ways by itself, through every service of the shop', async () => {
  const services = await until(
    'a queued purchase of the executor is stored',
    async () => {
      const now = Date.now() / 1000;
      const found = await store!.search({ service: 'executor', start: now - 120, end: now + 5 });
      for (const { traceId } of found) {
        const spans = await store!.trace(traceId);
        if (spans.some(({ name }) => name === 'redis-SET') && spans.some(({ service }) => service === 'fulfilment'))
          return [...new Set(spans.map(({ service }) => service))].sort();
      }
      return undefined;
    },
    { deadline: 30_000, every: 500 },
  );
  expect(services).toEqual(['catalogue', 'executor', 'fulfilment', 'gateway', 'orders', 'stock']);
});

test.each(purchaseModes)('a purchase %s that is sent again happens once', async (mode) => {
  const key = randomUUID();
  const since = Date.now() - 1_000;
  const [first, again] = [await buy(gateway, mode, { key }), await buy(gateway, mode, { key })];
  expect(again).toMatchObject({ status: first.status, id: first.id });
  const once = async () => {
    const { rows, values, unsent } = await booksOf(observer, [first.id!], since);
    return rows === 1 && values === 1 && unsent === 0 ? true : undefined;
  };
  await until('one row, one value', once, { deadline: 10_000, every: 200 });
  const other = await buy(gateway, 'at once', { key, body: { item: 'pen', quantity: 3 } });
  expect(other).toMatchObject({ status: 422 });
});

test.each([
  ['an unknown item', { item: 'ghost', quantity: 1 }, 404],
  ['quantity 0', { item: 'book', quantity: 0 }, 400],
  ['a huge quantity', { item: 'book', quantity: 1e12 }, 400],
  ['a negative quantity', { item: 'book', quantity: -1 }, 400],
  ['text as quantity', { item: 'book', quantity: 'many' }, 400],
] as const)('%s is refused both ways, in words, and leaves nothing', async (_, body, status) => {
  for (const mode of purchaseModes) {
    const answer = await buy(gateway, mode, { body });
    expect(answer.status).toBe(status);
    expect(answer.error).toMatch(/expected/);
  }
});

test('a sold-out item is refused at once, and becomes a dead letter if it was queued', async () => {
  const body = { item: 'unicorn', quantity: 1 };
  expect(await buy(gateway, 'at once', { body })).toMatchObject({ status: 409 });
  const since = Date.now() - 1_000;
  const { id, status } = await buy(gateway, 'queued', { body });
  expect(status).toBe(202);
  await until(
    'one dead letter',
    async () => {
      const { messages, rows } = await booksOf(observer, [id!], since);
      return messages['purchases-dead'] === 1 && rows === 0 ? true : undefined;
    },
    { deadline: 10_000, every: 200 },
  );
});

test('messages that nobody can read become dead letters, and those after them are handled', async () => {
  const producer = new Producer({
    clientId: 'poison',
    bootstrapBrokers: [`127.0.0.1:${lab.env.KAFKA_PORT}`],
    serializers: stringSerializers,
  });
  const since = Date.now() - 1_000;
  const poison = ['', 'not JSON', '{}', '[]', '{"id":"x","item":7}', '\u0000'];
  const keys = poison.map(() => randomUUID());
  try {
    await producer.send({ messages: poison.map((value, i) => ({ topic: 'purchases', key: keys[i]!, value })) });
  } finally {
    await producer.close();
  }
  const { id } = await buy(gateway, 'queued');
  await until(
    'every bad message is a dead letter, the good one a row',
    async () => {
      const bad = await booksOf(observer, keys, since);
      const good = await booksOf(observer, [id!], since);
      return bad.messages['purchases-dead'] === poison.length && good.rows === 1 ? true : undefined;
    },
    { deadline: 15_000, every: 250 },
  );
});

test('a secret in a note, a query or a header is found in no store, log or label', async () => {
  const secret = `canary-${randomUUID()}`;
  const traces = [];
  for (const mode of purchaseModes) {
    const query = mode === 'queued' ? '?mode=queued&token=' : '?token=';
    const traceId = randomUUID().replaceAll('-', '');
    const response = await fetch(`${gateway}/purchases${query}${secret}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
        authorization: `Bearer ${secret}`,
        cookie: `session=${secret}`,
      },
      body: JSON.stringify({ item: 'book', quantity: 1, note: secret }),
    });
    expect(response.ok).toBe(true);
    traces.push({ traceId, due: purchaseSpans[mode].length });
  }
  for (const { traceId, due } of traces) {
    const spans = await until(
      'the whole trace',
      async () => {
        const found = await store!.trace(traceId);
        return found.length >= due ? found : undefined;
      },
      { deadline: 15_000, every: 200 },
    );
    const seen = JSON.stringify(spans, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    expect(seen).toContain('POST /purchases'); // what is searched has something in it
    expect(seen).not.toContain(secret);
  }
  const logs = join(lab.home, 'logs');
  const lines = readdirSync(logs)
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(join(logs, name), 'utf8'));
  expect(lines.join('')).toContain('listening');
  expect(lines.join('')).not.toContain(secret);
  for (const name of await labelNames()) {
    const values = await fetch(`${lab.endpoints.prometheus}/api/v1/label/${name}/values`).then((answer) =>
      answer.text(),
    );
    expect(values).not.toContain(secret);
  }
});

/** The spans of a stored trace, each with those above it, once there are `due`. */
async function treeOf(traceId: string, due: number): Promise<string[]> {
  const spans = await until(
    `${due} spans of trace ${traceId}`,
    async () => {
      const found = await store!.trace(traceId);
      return found.length >= due ? found : undefined;
    },
    { deadline: 15_000, every: 200 },
  );
  const index = new Map(spans.map(({ spanId }, i) => [spanId, i]));
  return inWords(spans.map((span) => ({ ...span, parent: index.get(span.parentSpanId) }) as SpanInTree));
}

/** Every label that Prometheus knows. */
async function labelNames(): Promise<string[]> {
  const answer = await fetch(`${lab.endpoints.prometheus}/api/v1/labels`);
  const { data } = (await answer.json()) as { data: string[] };
  expect(data).toContain('span_name');
  return data;
}
