import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { booksOf } from '../../lab/src/backends/books.ts';
import { until } from '../../lab/src/base/poll.ts';
import { buy } from '../../lab/src/check/shop/buy.ts';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { buySteadily, expectEachOnce } from '../support/purchases.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();

/** How long a killed part is away, s. docs/shop.md has the figures of LAB_TEST_OUTAGE=10. */
const away = Number(process.env['LAB_TEST_OUTAGE'] ?? 4);

/**
 * What a service has answered, it cannot do again: its spans of the last half second, two statements each, die with it. A
 * consumer's do not: it commits an offset when they have left.
 */
const lastMoment = { service: 'orders', spans: 30 };

const killed = ['postgres', 'kafka', 'valkey', 'fulfilment', 'catalogue', 'orders', 'collector'] satisfies PartName[];

test.each(killed)(
  '%s is killed under 30 purchases/s: each accepted one is one row, one value, all its spans',
  async (part) => {
    const { bought, since } = await buySteadily(lab, {
      perSecond: 30,
      during: async () => {
        await wait(1_500); // the load has started
        await lab.lab.kill(part);
        await wait(away * 1_000); // the outage itself
        await lab.lab.start(part);
        await wait(1_500); // and goes on
      },
    });
    expect(bought.length).toBeGreaterThan(30 * away);
    await expectEachOnce(lab, bought, since, part === 'orders' ? lastMoment : undefined);
  },
);

test('a message that comes twice, because its consumer was killed before the commit, is one row, and its trace has both', async () => {
  const postgres = new pg.Client({
    host: '127.0.0.1',
    port: lab.env.POSTGRES_PORT,
    user: 'shop',
    password: lab.env.SHOP_PASSWORD,
    database: 'shop',
  });
  await postgres.connect();
  const since = Date.now() - 1_000;
  const limits = { deadline: 60_000, every: 250 };
  let bought;
  try {
    await postgres.query(`BEGIN; SELECT FROM items WHERE item = 'lamp' FOR UPDATE`); // the work waits for this
    bought = await buy(lab.endpoints.gateway, 'queued', { body: { item: 'lamp', quantity: 1 } });
    const waits = async () => {
      const { rows } = await postgres.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
      return rows.length > 0 ? true : undefined;
    };
    await until('the work has begun', waits, limits);
    await lab.lab.kill('kafka'); // so that the offset cannot be committed
    await postgres.query('COMMIT');
  } finally {
    await postgres.end();
  }
  const { id = '', traceId } = bought;
  const [store] = lab.stores;
  const attempts = async (n: number) => {
    const spans = await store!.trace(traceId);
    return spans.filter(({ name }) => name === 'process purchases').length === n ? spans : undefined;
  };
  await until('the first attempt is stored', () => attempts(1), limits);
  await lab.lab.kill('fulfilment');
  await lab.lab.start('kafka');
  await lab.lab.start('fulfilment');
  const spans = await until('both attempts are stored', () => attempts(2), limits);
  expect(
    new Set(spans.filter(({ name }) => name === 'process purchases').map(({ parentSpanId }) => parentSpanId)).size,
  ).toBe(1);
  const once = async () => {
    const { rows, values, unsent } = await booksOf(lab.endpoints.observer!, [id], since);
    return rows === 1 && values === 1 && unsent === 0 ? true : undefined;
  };
  await until('one row, one value', once, limits);
});
