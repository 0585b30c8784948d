import type { Role } from '../config.ts';
import type { Routes } from '../http/routes.ts';
import type { PeerClient } from '../peers/peer-client.ts';
import { purchaseRoutes } from './gateway/purchases.ts';
import { orderRoutes } from './orders/orders.ts';
import { reservationRoutes } from './stock/reservations.ts';

/** The business of each role; a new role is a line here and a folder beside. */
export const businessRoutes: Record<Role, (peers: PeerClient) => Routes> = {
  gateway: purchaseRoutes,
  orders: (peers) => orderRoutes(peers),
  stock: () => reservationRoutes(),
};
