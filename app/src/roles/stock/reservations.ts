import { z } from 'zod';
import { jsonBody } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/routes.ts';
import { soldOut, unknownItem } from '../items.ts';
import { itemName, purchase } from '../purchase.ts';
import { createShelf, type Shelf } from './shelf.ts';

const oneItem = z.object({ item: itemName });

/** Reserves items of the shelf: 201, unknown item 404, sold out 409; and says how many of an item are left. */
export function reservationRoutes(shelf: Shelf = createShelf()): Routes {
  return {
    '/reservations': {
      post: [
        ...jsonBody,
        (req, res) => {
          const { item, quantity } = parseInput(purchase, req.body);
          const taken = shelf.take(item, quantity);
          if (taken === 'unknown') throw new Problem(404, unknownItem(item, shelf.items));
          if (taken === 'sold-out') throw new Problem(409, soldOut(item));
          res.status(201).json({ item, quantity, left: taken.left });
        },
      ],
    },
    '/shelf/:item': {
      get: (req, res) => {
        const { item } = parseInput(oneItem, req.params);
        const left = shelf.left(item);
        if (left === undefined) throw new Problem(404, unknownItem(item, shelf.items));
        res.json({ item, left });
      },
    },
  };
}
