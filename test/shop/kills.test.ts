import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { buySteadily, expectEachOnce } from '../support/purchases.ts';
import { startLab } from '../support/start-lab.ts';

const lab = await startLab({ stack: 'tempo', capabilities: ['shop'] });
afterAll(() => lab[Symbol.asyncDispose]());

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
