import { items } from '../items.ts';

/** How many of `item` are left after taking `quantity`; or why it cannot be taken. */
export type Taken = { left: number } | 'unknown' | 'sold-out';

/** The items in stock. */
export interface Shelf {
  readonly items: string[];
  /** How many of `item` are left; undefined if nobody knows it. */
  left(item: string): number | undefined;
  take(item: string, quantity: number): Taken;
}

/** A full shelf with `capacity` of each item. It refills an item that runs out, so that load never drains it; capacity 0 stays sold out. */
export function createShelf(capacity: Readonly<Record<string, number>> = items): Shelf {
  const most = new Map(Object.entries(capacity));
  const left = new Map(most);
  return {
    items: [...most.keys()],
    left: (item) => left.get(item),
    take(item, quantity) {
      const full = most.get(item);
      if (full === undefined) return 'unknown';
      if (quantity > full) return 'sold-out';
      const available = left.get(item) ?? 0;
      const now = (available < quantity ? full : available) - quantity;
      left.set(item, now);
      return { left: now };
    },
  };
}
