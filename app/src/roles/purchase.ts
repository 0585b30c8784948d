import { z } from 'zod';

/** The name of an item. */
export const itemName = z.string({ error: 'the name of an item' }).regex(/^[a-z][a-z0-9-]{0,31}$/, {
  error: 'the name of an item: 1 to 32 of a–z, 0–9 and "-"',
});

/** The body of a purchase, the same on all roles. */
export const purchase = z.object(
  {
    item: itemName,
    quantity: z
      .int({ error: 'a whole number from 1 to 100' })
      .min(1, { error: 'a whole number from 1 to 100' })
      .max(100, { error: 'a whole number from 1 to 100' }),
    // Private: never in a span, a log line or a metric. Neither U+0000 nor half a surrogate pair, which Postgres cannot store.
    note: z
      .string({ error: 'a text of at most 500 characters' })
      .refine((text) => text.length <= 500 && !text.includes('\0') && text.isWellFormed(), {
        error: 'a text of at most 500 characters',
      })
      .optional(),
  },
  { error: 'an object with item and quantity' },
);
export type Purchase = z.output<typeof purchase>;

/** The id in the path of a purchase or an order. */
export const purchaseId = z.object({ id: z.guid({ error: 'the UUID that the purchase was answered with' }) });

/** A purchase on its way to an order: whoever takes it first gives it its id, so that it can come twice. */
export const identifiedPurchase = purchase.extend({ id: z.guid({ error: 'a UUID' }) });
export type IdentifiedPurchase = z.output<typeof identifiedPurchase>;

/** A purchase that was made. `created` is ISO 8601. */
export interface Order extends IdentifiedPurchase {
  created: string;
}

/** Whether both wish for the same, so that one may be the other sent again. */
export function samePurchase(one: Purchase, other: Purchase): boolean {
  return one.item === other.item && one.quantity === other.quantity && one.note === other.note;
}

/** The content of the message about an order that was made. */
export const placedOrder = identifiedPurchase.extend({ created: z.iso.datetime({ error: 'a time as of ISO 8601' }) });
