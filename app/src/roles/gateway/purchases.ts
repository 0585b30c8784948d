import { z } from 'zod';
import { jsonBody } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/routes.ts';
import type { PeerClient } from '../../peers/peer-client.ts';
import { type IdentifiedPurchase, purchase, purchaseId, type Order } from '../purchase.ts';
import { purchaseIdOf } from './purchase-id.ts';

/** Purchases that wait for their order. */
export interface PurchaseQueue {
  send(purchase: IdentifiedPurchase): Promise<void>;
}

const options = z.object({ mode: z.enum(['queued'], { error: 'queued, or nothing' }).optional() });

/** Makes and returns purchases; orders stores them. Those with `mode=queued` are answered before they are made. */
export function purchaseRoutes(peers: PeerClient, queue: PurchaseQueue | undefined): Routes {
  return {
    '/purchases': {
      post: [
        ...jsonBody,
        async (req, res) => {
          const { mode } = parseInput(options, req.query);
          const wanted = { id: purchaseIdOf(req.get('idempotency-key')), ...parseInput(purchase, req.body) };
          const location = `/purchases/${wanted.id}`;
          if (mode === undefined) {
            const order = await peers.call<Order>('orders', '/orders', wanted);
            res.status(201).location(location).json(order);
            return;
          }
          if (!queue) throw new Problem(501, 'mode=queued needs the shop: npm start -- --with shop');
          await peers.call('stock', `/shelf/${wanted.item}`);
          await queue.send(wanted);
          const { id, item, quantity } = wanted;
          res.status(202).location(location).json({ id, item, quantity, status: 'queued' });
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
