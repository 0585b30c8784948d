import { Problem } from '../../http/problem.ts';
import { type IdentifiedPurchase, type Order, samePurchase } from '../purchase.ts';

/** The orders that were made. */
export interface OrderBook {
  /**
   * Makes the order and takes its items from stock, once: sent again it is the same order.
   * Problems: 404 unknown item, 409 sold out, 422 the id belongs to another purchase, 503 out of reach.
   */
  add(wanted: IdentifiedPurchase): Promise<Order>;
  find(id: string): Promise<Order | undefined>;
}

/** An empty order book in memory, which drops the oldest order when it has `capacity`; `reserve` takes the items from stock. */
export function createOrderBook(
  reserve: (wanted: IdentifiedPurchase) => Promise<unknown>,
  capacity = 10_000,
): OrderBook {
  const orders = new Map<string, Order>();
  const known = (wanted: IdentifiedPurchase) => {
    const order = orders.get(wanted.id.toLowerCase());
    return order && sentAgain(order, wanted);
  };
  return {
    async add(wanted) {
      const earlier = known(wanted);
      if (earlier) return earlier;
      await reserve(wanted);
      const meanwhile = known(wanted);
      if (meanwhile) return meanwhile;
      const order = { ...wanted, id: wanted.id.toLowerCase(), created: new Date().toISOString() };
      orders.set(order.id, order);
      const oldest = orders.size > capacity ? orders.keys().next().value : undefined;
      if (oldest !== undefined) orders.delete(oldest);
      return order;
    },
    find: async (id) => orders.get(id.toLowerCase()),
  };
}

/** The order that was already made for `wanted`; 422 if it was made for another purchase. */
export function sentAgain(order: Order, wanted: IdentifiedPurchase): Order {
  if (samePurchase(order, wanted)) return order;
  throw new Problem(422, `id: expected the purchase that ${order.id} was made for, found another one.`);
}
