import { z } from 'zod';

/** The body of a purchase, the same on all roles. */
export const purchase = z.object(
  {
    item: z.string({ error: 'the name of an item' }).regex(/^[a-z][a-z0-9-]{0,31}$/, {
      error: 'the name of an item: 1 to 32 of a–z, 0–9 and "-"',
    }),
    quantity: z
      .int({ error: 'a whole number from 1 to 100' })
      .min(1, { error: 'a whole number from 1 to 100' })
      .max(100, { error: 'a whole number from 1 to 100' }),
  },
  { error: 'an object with item and quantity' },
);
export type Purchase = z.output<typeof purchase>;

/** The id in the path of a purchase or an order. */
export const purchaseId = z.object({ id: z.guid({ error: 'the UUID that the purchase was answered with' }) });

/** A purchase that was made. `created` is ISO 8601. */
export interface Order extends Purchase {
  id: string;
  created: string;
}
