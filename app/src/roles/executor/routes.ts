import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../http/problem.ts';
import { job } from '../../telemetry/jobs.ts';
import type { RoleContext, Work } from '../role.ts';

/** From the purchases to the first look at their orders, ms: usually both are in Valkey by then. */
const READ_AFTER = 2_000;
/** How often an order is looked for that is not there yet, and the time between, ms. */
const TRIES = 4;
const AGAIN_AFTER = 1_000;

/** Buys something in both ways at GATEWAY_URL and reads the orders back, again and again, so that the lab lives without load. */
export async function work({ peers, shop, logger }: RoleContext): Promise<Work> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});
  const readAfter = Math.min(READ_AFTER, shop.executorInterval);
  /** The id of the order, if the purchase was accepted. */
  const buy = async (path: string): Promise<string | undefined> => {
    const headers = { 'idempotency-key': randomUUID() };
    const wanted = { item: 'book', quantity: 1 };
    return job('buy', () => peers.call<{ id: string }>('gateway', path, wanted, headers)).then(
      ({ id }) => id,
      (error: Error) => void logger.warn({ path, error: error.message }, 'purchase failed'),
    );
  };
  const read = async (id: string): Promise<void> => {
    const path = `/purchases/${id}`;
    for (let left = TRIES; left > 0 && !signal.aborted; left--) {
      try {
        await peers.call('gateway', path);
        return;
      } catch (error) {
        if (left === 1 || !isNotThereYet(error)) {
          logger.warn({ path, error: (error as Error).message }, 'order not read');
          return;
        }
      }
      await pause(AGAIN_AFTER);
    }
  };
  const loop = (async () => {
    for (;;) {
      await pause(shop.executorInterval - readAfter);
      if (signal.aborted) return;
      const ids = [await buy('/purchases'), await buy('/purchases?mode=queued')];
      await pause(readAfter);
      for (const id of ids) if (id !== undefined) await job('read order', () => read(id));
      if (signal.aborted) return;
    }
  })();
  return {
    missing: () => [],
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

/** A queued purchase has no order until it is handled. */
const isNotThereYet = (error: unknown): boolean => error instanceof Problem && error.status === 404;
