import { booksOf } from '../../backends/books.ts';
import type { CheckContext, Hop } from '../hop.ts';
import { buyOrFail, settled, shopOnly } from '../shop/ask-shop.ts';

/** A queued purchase passes through both topics and is handled. */
export const queueHop: Hop = {
  name: 'queue',
  title: 'Kafka delivers purchases',
  expected: 'a queued purchase is one message on purchases, one row, and one message on orders-placed',
  needs: ['database'],
  skipReason: shopOnly,
  walk: async ({ endpoints, run }: CheckContext) => {
    const since = Date.now() - 1_000; // Kafka compares with the sender's clock
    const { id } = await buyOrFail(endpoints.gateway, 'queued', { run }, 'kafka');
    await settled('one message, one row, one message', 'fulfilment', async () => {
      const { rows, messages } = await booksOf(endpoints.observer!, [id], since);
      const found = [messages['purchases'], rows, messages['orders-placed']];
      return found.every((n) => n === 1)
        ? undefined
        : `${found[0]} messages on purchases, ${rows} rows, ${found[2]} messages on orders-placed`;
    });
    return `order ${id}: queued, handled, announced once each`;
  },
};
