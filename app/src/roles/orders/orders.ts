import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { jsonBody } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/routes.ts';
import { identifiedPurchase, itemName, type Order, purchaseId } from '../purchase.ts';
import type { OrderBook } from './order-book.ts';

const ofItem = z.object({ item: itemName });
const newOrder = identifiedPurchase.partial({ id: true });

/** The newest orders of an item, without their notes. */
export type OrdersOfItem = (item: string) => Promise<Omit<Order, 'note'>[]>;

/** Makes and returns the orders of `book`. An order may bring its id, so that it can be sent again. `find` lists them by item. */
export function orderRoutes(book: OrderBook, find?: OrdersOfItem): Routes {
  return {
    '/orders': {
      ...(find && { get: async (req, res) => void res.json(await find(parseInput(ofItem, req.query).item)) }),
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
