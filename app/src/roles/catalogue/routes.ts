import { required } from '../../shop/settings.ts';
import { stopAll } from '../../shop/work.ts';
import { placedOrder } from '../purchase.ts';
import type { RoleContext, Work } from '../role.ts';

/** Keeps each order that was placed at hand in Valkey. */
export async function work({ role, shop, logger }: RoleContext): Promise<Work> {
  const { kafka, valkey: store } = required(shop, 'kafka', 'valkey');
  const [{ startWorker }, { openValkey }, { createOrderCache }] = await Promise.all([
    import('../../shop/worker.ts'),
    import('../../shop/valkey.ts'),
    import('../../shop/order-cache.ts'),
  ]);
  const valkey = openValkey(store, role, logger);
  const cache = createOrderCache(valkey);
  const worker = startWorker({
    brokers: kafka,
    queue: 'orders-placed',
    logger,
    shortcut: shop.shortcut,
    content: placedOrder,
    handle: (order) => cache.keep(order),
  });
  return {
    missing: () => [...worker.missing(), ...valkey.missing()],
    async stop(deadline) {
      await worker.stop(deadline);
      await stopAll([valkey], 500);
    },
  };
}
