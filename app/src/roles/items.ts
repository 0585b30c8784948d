/** How many of each item there are; 0 is always sold out. */
export const items: Readonly<Record<string, number>> = { book: 1000, pen: 1000, lamp: 1000, unicorn: 0 };

/** What is wrong with an item that nobody has. */
export function unknownItem(item: string, known: readonly string[] = Object.keys(items)): string {
  return `item: expected one of ${known.join(', ')}, found "${item}".`;
}

/** What is wrong with an item of which too few are left. */
export const soldOut = (item: string): string => `${item} is sold out.`;
