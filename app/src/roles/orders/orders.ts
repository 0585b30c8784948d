import { randomUUID } from 'node:crypto';
import { jsonBody } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/routes.ts';
import { identifiedPurchase, purchaseId } from '../purchase.ts';
import type { OrderBook } from './order-book.ts';

const newOrder = identifiedPurchase.partial({ id: true });

/** Makes and returns the orders of `book`. An order may bring its id, so that it can be sent again. */
export function orderRoutes(book: OrderBook): Routes {
  return {
    '/orders': {
      post: [
        ...jsonBody,
        async (req, res) => {
          const { id = randomUUID(), ...wanted } = parseInput(newOrder, req.body);
          const order = await book.add({ id, ...wanted });
          res.status(201).location(`/orders/${order.id}`).json(order);
        },
      ],
    },
    '/orders/:id': {
      get: async (req, res) => {
        const { id } = parseInput(purchaseId, req.params);
        const order = await book.find(id.toLowerCase());
        if (!order) throw new Problem(404, `id: expected one of the newest orders, found "${id}".`);
        res.json(order);
      },
    },
  };
}
