import { jsonBody } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';
import type { Routes } from '../../http/routes.ts';
import type { PeerClient } from '../../peers/peer-client.ts';
import { purchase, purchaseId, type Order } from '../purchase.ts';

/** Makes and returns purchases; orders stores them. */
export function purchaseRoutes(peers: PeerClient): Routes {
  return {
    '/purchases': {
      post: [
        ...jsonBody,
        async (req, res) => {
          const order = await peers.call<Order>('orders', '/orders', parseInput(purchase, req.body));
          res.status(201).location(`/purchases/${order.id}`).json(order);
        },
      ],
    },
    '/purchases/:id': {
      get: async (req, res) => {
        const { id } = parseInput(purchaseId, req.params);
        res.json(await peers.call<Order>('orders', `/orders/${id}`));
      },
    },
  };
}
