import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RoleContext, Work } from '../role.ts';

/** Buys something in both ways at GATEWAY_URL, again and again, so that the lab lives without load. */
export async function work({ peers, shop, logger }: RoleContext): Promise<Work> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const buy = async (path: string): Promise<void> => {
    const headers = { 'idempotency-key': randomUUID() };
    await peers.call('gateway', path, { item: 'book', quantity: 1 }, headers).catch((error: Error) => {
      logger.warn({ path, error: error.message }, 'purchase failed');
    });
  };
  const loop = (async () => {
    for (;;) {
      await sleep(shop.executorInterval, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      await buy('/purchases');
      await buy('/purchases?mode=queued');
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
