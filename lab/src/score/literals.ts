/** What is an id rather than a word: UUIDs, hashes, numbers, e-mail addresses, ids of letters and digits. */
const ids =
  /[\w.+-]+@[\w-]+\.[\w.]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![\w])(?=(?:[a-zA-Z_-]*[0-9]){4})[0-9a-zA-Z_-]{12,}(?![\w])|(?<![\w.])[0-9a-f]*[0-9][0-9a-f]{7,}(?![\w])|(?<![\w.])\d+(?![\w.])|'[^']*'/gi;

/** A name with a `*` for whatever looks like an id. */
export function shapeOf(name: string): string {
  return name.replace(ids, '*');
}

/** Names of one shape from which on they are taken for unbounded: each new id would make one more. */
export const MANY = 3;

/** Groups of at least `MANY` different names that differ by ids alone. */
export function unbounded(names: Iterable<string>): Map<string, string[]> {
  const shapes = Map.groupBy(new Set(names), shapeOf);
  return new Map([...shapes].filter(([shape, of]) => of.length >= MANY && shape.includes('*')));
}
