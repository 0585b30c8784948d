import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { booksOf } from '../../lab/src/backends/books.ts';
import { until } from '../../lab/src/base/poll.ts';
import { type Bought, buy, isAccepted } from '../../lab/src/check/shop/buy.ts';
import { dueSpans, type ShopLab, storedSpans } from '../../lab/src/check/shop/purchase-ledger.ts';
import { purchaseModes } from '../../lab/src/check/shop/purchase-spans.ts';
import type { TestLab } from './test-lab.ts';

/** What the ledger of purchases needs of a lab with the shop. */
export function shopOf({ endpoints, stores, prometheus }: TestLab): ShopLab {
  return { gateway: endpoints.gateway, observer: endpoints.observer!, stores, prometheus };
}

/** Makes `perSecond` purchases per second, every other one queued, until `during` is over, even if answers are slow. */
export async function buySteadily(
  lab: TestLab,
  { perSecond, during }: { perSecond: number; during: () => Promise<unknown> },
): Promise<{ bought: Bought[]; since: number }> {
  const since = Date.now() - 1_000; // Kafka compares with the clock of the sender
  const answers: Promise<Bought>[] = [];
  const began = performance.now();
  let over = false;
  const scene = during().finally(() => (over = true));
  scene.catch(() => {}); // told below
  while (!over) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    while (answers.length < due)
      answers.push(buy(lab.endpoints.gateway, purchaseModes[answers.length % purchaseModes.length]!));
    await wait(5); // the pace of the load, not a wait for something
  }
  await scene;
  return { bought: await Promise.all(answers), since };
}

/**
 * Waits until every accepted purchase is exactly one row and one value, with nothing left to send, and no dead letter; then
 * until each of their spans is stored, those of repeated attempts besides. Refused ones must have been answered with an error.
 * `mayLack`: a service that was killed after it had answered, and how many spans of one name it may have taken with it.
 */
export async function expectEachOnce(
  lab: TestLab,
  bought: readonly Bought[],
  since: number,
  mayLack: { service?: string; spans: number } = { spans: 0 },
): Promise<void> {
  expect(bought.filter(({ status }) => status === undefined)).toEqual([]);
  const answered = bought.filter(isAccepted);
  expect(bought.filter((one) => !isAccepted(one) && one.status! < 500)).toEqual([]);
  const ids = answered.map(({ id }) => id!);
  expect(new Set(ids).size).toBe(answered.length);
  const due = { rows: ids.length, values: ids.length, unsent: 0, dead: 0 };
  let found: typeof due | undefined;
  const same = async () => {
    const { rows, values, unsent, messages } = await booksOf(lab.endpoints.observer!, ids, since);
    found = { rows, values, unsent, dead: (messages['purchases-dead'] ?? 0) + (messages['orders-placed-dead'] ?? 0) };
    return JSON.stringify(found) === JSON.stringify(due) ? true : undefined;
  };
  await until('every purchase is one row and one value', same, { deadline: 60_000, every: 500 }).catch(() => {});
  expect(found).toEqual(due);
  const spans = dueSpans(answered);
  for (const store of lab.stores) {
    const stored = await storedSpans(store, answered, performance.now() + (mayLack.spans > 0 ? 15_000 : 60_000));
    const least = (key: string, n: number) => (key.startsWith(`${mayLack.service} `) ? n - mayLack.spans : n);
    const missing = [...spans].filter(([key, n]) => (stored.get(key) ?? 0) < least(key, n));
    expect(missing.map(([key, n]) => `${key}: ${n} due, ${stored.get(key) ?? 0} stored`)).toEqual([]);
  }
}
