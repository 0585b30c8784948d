/** What ids, times, flags and the tags of the encoding take, in bytes. */
export const fixedPart = 200;

/** Roughly what a value takes in an OTLP request, in bytes: characters count as one each. Cheap enough for each item of a busy service. */
export function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 0;
  for (const key in value) size += key.length + sizeOfValue((value as Record<string, unknown>)[key]);
  return size;
}

/** The items in the same order, in groups of at most `limit` bytes; one that is larger has a group of its own. */
export function groupsOf<Item>(items: readonly Item[], sizeOf: (item: Item) => number, limit: number): Item[][] {
  const groups: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = groups.at(-1);
    if (last === undefined || size > room) {
      groups.push([item]);
      room = limit - size;
    } else {
      last.push(item);
      room -= size;
    }
  }
  return groups;
}
