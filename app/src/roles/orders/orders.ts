import { jsonBody } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/routes.ts';
import type { PeerClient } from '../../peers/peer-client.ts';
import { purchase, purchaseId } from '../purchase.ts';
import { createOrderBook, type OrderBook } from './order-book.ts';

/** Accepts an order when stock has reserved its items. */
export function orderRoutes(peers: PeerClient, book: OrderBook = createOrderBook()): Routes {
  return {
    '/orders': {
      post: [
        ...jsonBody,
        async (req, res) => {
          const wanted = parseInput(purchase, req.body);
          await peers.call('stock', '/reservations', wanted);
          const order = book.add(wanted);
          res.status(201).location(`/orders/${order.id}`).json(order);
        },
      ],
    },
    '/orders/:id': {
      get: (req, res) => {
        const { id } = parseInput(purchaseId, req.params);
        const order = book.find(id);
        if (!order) throw new Problem(404, `id: expected one of the newest orders, found "${id}".`);
        res.json(order);
      },
    },
  };
}
