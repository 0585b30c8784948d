import { booksOf } from '../../backends/books.ts';
import type { CheckContext, Hop } from '../hop.ts';
import { buyOrFail, settled, shopOnly } from '../shop/ask-shop.ts';

/** A purchase that was answered is one row. */
export const databaseHop: Hop = {
  name: 'database',
  title: 'Postgres has the order',
  expected: 'a purchase that was answered with 201 is one row, also when it is sent twice',
  needs: ['app'],
  skipReason: shopOnly,
  walk: async ({ endpoints, run }: CheckContext) => {
    const since = Date.now();
    const first = await buyOrFail(endpoints.gateway, 'at once', { run }, 'postgres');
    const again = await buyOrFail(endpoints.gateway, 'at once', { run, key: first.key }, 'postgres');
    await settled('one row', 'postgres', async () => {
      const { rows } = await booksOf(endpoints.observer!, [...new Set([first.id, again.id])], since);
      return rows === 1 ? undefined : `${rows} rows`;
    });
    return `order ${first.id} is one row after two requests with one key`;
  },
};
