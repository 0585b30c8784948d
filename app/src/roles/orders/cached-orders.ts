import type { Logger } from '../../logger.ts';
import type { OrderCache } from '../../shop/order-cache.ts';
import type { OrderBook } from './order-book.ts';

/** `book`, with reads answered by `cache`, which a read that misses fills. Without the cache every read asks the book. */
export function cachedOrders(book: OrderBook, cache: OrderCache, logger: Logger): OrderBook {
  const failed = (error: Error): 'failed' => {
    logger.warn({ error: error.message }, 'cache failed');
    return 'failed';
  };
  return {
    add: (wanted) => book.add(wanted),
    async find(id) {
      const kept = await cache.find(id).catch(failed);
      if (kept && kept !== 'failed') return kept;
      const order = await book.find(id);
      if (order && kept !== 'failed') await cache.keep(order).catch(failed);
      return order;
    },
  };
}
