import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { booksOf } from '../../lab/src/backends/books.ts';
import { until } from '../../lab/src/base/poll.ts';
import { buy, isAccepted } from '../../lab/src/check/shop/buy.ts';
import type { PurchaseMode } from '../../lab/src/check/shop/purchase-spans.ts';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { startLab } from '../support/start-lab.ts';
import type { TestLab } from '../support/test-lab.ts';

// The same faults on the shop as it is, and without what protects it: the second lab loses what the first one keeps.

const PURCHASES = 12;
const startShop = (shortcut: LabEnv['SHOP_SHORTCUT']) =>
  startLab({ stack: 'tempo', capabilities: ['shop'], env: { SHOP_SHORTCUT: shortcut } });

test('a consumer is killed with messages in hand: committed after the work, each becomes a row; before, none', async () => {
  expect((await killedInHand(await sharedLab())).rows).toBe(PURCHASES);
  await using lab = await startShop('commit-first');
  expect((await killedInHand(lab, { commitsFirst: true })).rows).toBeLessThan(PURCHASES);
});

test('Kafka is away after the transaction: with an outbox, each order is announced; without, none', async () => {
  expect((await withoutKafka(await sharedLab())).values).toBe(PURCHASES);
  await using lab = await startShop('no-outbox');
  expect((await withoutKafka(lab)).values).toBe(0);
});

async function killedInHand(lab: TestLab, { commitsFirst = false } = {}) {
  await lab.lab.stop('orders');
  const failures = failuresIn(lab);
  const committed = async () => {
    const [sample] = await lab.prometheus.query('sum(kafka_consumer_group_offset{group="fulfilment"})');
    return sample?.value ?? 0;
  };
  return await buySome(lab, 'queued', async () => {
    await until('fulfilment tries a message', async () => (failuresIn(lab) > failures ? true : undefined), limits);
    if (commitsFirst)
      await until(
        'every offset is committed',
        async () => ((await committed()) >= PURCHASES ? true : undefined),
        limits,
      );
    await lab.lab.kill('fulfilment');
    await lab.lab.start('orders');
    await lab.lab.start('fulfilment');
  });
}

async function withoutKafka(lab: TestLab) {
  await lab.lab.kill('kafka');
  return await buySome(lab, 'at once', () => lab.lab.start('kafka'));
}

const limits = { deadline: 60_000, every: 250 };

/** Makes purchases, all of them accepted; where they are when a later one has arrived everywhere. */
async function buySome({ endpoints }: TestLab, mode: PurchaseMode, during: () => Promise<unknown>) {
  const since = Date.now() - 1_000;
  const bought = await Promise.all(Array.from({ length: PURCHASES }, () => buy(endpoints.gateway, mode)));
  expect(bought.filter((one) => !isAccepted(one))).toEqual([]);
  await during();
  const isAtHand = async () => {
    const later = await buy(endpoints.gateway, 'queued');
    if (!isAccepted(later)) return undefined; // Kafka has just come back
    const arrived = async () =>
      (await booksOf(endpoints.observer!, [later.id!], since)).values === 1 ? true : undefined;
    return until('it is at hand', arrived, { deadline: 20_000, every: 250 }).catch(() => undefined);
  };
  await until('a later purchase is at hand', isAtHand, limits);
  // That one may have overtaken those of another partition.
  const ids = bought.map(({ id }) => id!);
  const books = () => booksOf(endpoints.observer!, ids, since);
  const complete = async () => ((await books()).values === PURCHASES ? true : undefined);
  await until('all of them are at hand, too', complete, { deadline: 10_000, every: 250 }).catch(() => {});
  return books();
}

/** How many times fulfilment has logged that a message failed. */
function failuresIn({ home }: TestLab): number {
  return readFileSync(join(home, 'logs/fulfilment.log'), 'utf8').split('message failed, again').length - 1;
}
