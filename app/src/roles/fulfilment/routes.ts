import { required } from '../../shop/settings.ts';
import { identifiedPurchase } from '../purchase.ts';
import type { RoleContext, Work } from '../role.ts';

/** Makes an order of each queued purchase. One that comes twice has the same id, so it is one order. */
export async function work({ peers, shop, logger }: RoleContext): Promise<Work> {
  const { kafka } = required(shop, 'kafka');
  const { startWorker } = await import('../../shop/worker.ts');
  return startWorker({
    brokers: kafka,
    queue: 'purchases',
    logger,
    shortcut: shop.shortcut,
    content: identifiedPurchase,
    handle: async (purchase) => void (await peers.call('orders', '/orders', purchase)),
  });
}
