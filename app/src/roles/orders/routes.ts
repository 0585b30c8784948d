import type { Routes } from '../../http/routes.ts';
import type { RoleContext } from '../role.ts';
import { createOrderBook } from './order-book.ts';
import { orderRoutes } from './orders.ts';
import type { OrdersWork } from './work.ts';

/** With the shop, the orders are in Postgres and Valkey, and messages about them are on their way. */
export async function work(context: RoleContext): Promise<OrdersWork | undefined> {
  if (!context.shop.postgres) return undefined;
  const { openOrders } = await import('./work.ts');
  return openOrders(context);
}

export const routes = ({ peers }: RoleContext, opened: OrdersWork | undefined): Routes =>
  orderRoutes(
    opened?.book ?? createOrderBook(({ item, quantity }) => peers.call('stock', '/reservations', { item, quantity })),
    opened?.ofItem,
  );

export const next = 'stock';
