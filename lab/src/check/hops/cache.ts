import { booksOf } from '../../backends/books.ts';
import { getJson } from '../../backends/http.ts';
import type { CheckContext, Hop } from '../hop.ts';
import { buyOrFail, settled, shopOnly } from '../shop/ask-shop.ts';

/** A placed order is a value in Valkey, and is read from there. */
export const cacheHop: Hop = {
  name: 'cache',
  title: 'Valkey has the order',
  expected: 'a placed order is one value, and its address answers with it',
  needs: ['queue'],
  skipReason: shopOnly,
  walk: async ({ endpoints, run }: CheckContext) => {
    const { id } = await buyOrFail(endpoints.gateway, 'at once', { run }, 'postgres');
    await settled('one value', 'catalogue', async () => {
      const { values } = await booksOf(endpoints.observer!, [id], Date.now());
      return values === 1 ? undefined : `${values} values`;
    });
    const order = await getJson<{ id?: string }>('gateway', `${endpoints.gateway}/purchases/${id}`, {
      headers: { baggage: `lab.run=${run}` },
    });
    if (order.id !== id) throw new Error(`/purchases/${id} answers with ${JSON.stringify(order)}`);
    return `order ${id} is one value, and /purchases/${id} answers with it`;
  },
};
