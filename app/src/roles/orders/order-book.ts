import { randomUUID } from 'node:crypto';
import type { Order, Purchase } from '../purchase.ts';

/** The newest orders, in memory until a database arrives. */
export interface OrderBook {
  add(purchase: Purchase): Order;
  find(id: string): Order | undefined;
}

/** An empty order book that drops the oldest order when it has `capacity`. */
export function createOrderBook(capacity = 10_000): OrderBook {
  const orders = new Map<string, Order>();
  return {
    add(purchase) {
      const order = { id: randomUUID(), ...purchase, created: new Date().toISOString() };
      orders.set(order.id, order);
      const oldest = orders.size > capacity ? orders.keys().next().value : undefined;
      if (oldest !== undefined) orders.delete(oldest);
      return order;
    },
    find: (id) => orders.get(id.toLowerCase()),
  };
}
