import { jsonBody } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/routes.ts';
import { purchase } from '../purchase.ts';
import { createShelf, type Shelf } from './shelf.ts';

/** Reserves items of the shelf: 201, unknown item 404, sold out 409. */
export function reservationRoutes(shelf: Shelf = createShelf()): Routes {
  return {
    '/reservations': {
      post: [
        ...jsonBody,
        (req, res) => {
          const { item, quantity } = parseInput(purchase, req.body);
          const taken = shelf.take(item, quantity);
          if (taken === 'unknown')
            throw new Problem(404, `item: expected one of ${shelf.items.join(', ')}, found "${item}".`);
          if (taken === 'sold-out') throw new Problem(409, `${item} is sold out.`);
          res.status(201).json({ item, quantity, left: taken.left });
        },
      ],
    },
  };
}
