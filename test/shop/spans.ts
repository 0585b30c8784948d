import { type PurchaseMode, type PurchaseSpan, purchaseSpans } from '../../lab/src/check/shop/purchase-spans.ts';

/** A span and the one that it belongs to: an index of the same list; the first has none. */
export type SpanInTree = PurchaseSpan & { parent: number | undefined };

const parents: Record<PurchaseMode, readonly (number | undefined)[]> = {
  'at once': [undefined, 0, 1, 2, 2, 2, 2, 2, 2, 8, 9],
  queued: [undefined, 0, 1, 0, 3, 4, 5, 6, 6, 6, 6, 6, 6, 12, 13],
};

/** The tree of a purchase: each span of `purchaseSpans` with its parent. */
export const purchaseTree = (mode: PurchaseMode): SpanInTree[] =>
  purchaseSpans[mode].map((span, i) => ({ ...span, parent: parents[mode][i] }));

const read: SpanInTree[] = [
  { service: 'gateway', name: 'GET /purchases/:id', kind: 'server', parent: undefined },
  { service: 'gateway', name: 'GET', kind: 'client', parent: 0 },
  { service: 'orders', name: 'GET /orders/:id', kind: 'server', parent: 1 },
  { service: 'orders', name: 'redis-GET', kind: 'client', parent: 2 },
];
const select: SpanInTree = { service: 'orders', name: 'pg.query:SELECT shop', kind: 'client', parent: 2 };
const fill: SpanInTree = { service: 'orders', name: 'redis-SET', kind: 'client', parent: 2 };

/** The trees of `GET /purchases/:id`: Valkey has the order; only Postgres has it, and Valkey gets it; nobody has it. */
export const readTrees = {
  cached: read,
  missed: [...read, select, fill],
  unknown: [...read, select],
} as const satisfies Record<string, readonly SpanInTree[]>;

/** A tree in words, from the root down: to compare what is due with what is stored. */
export function inWords(tree: readonly SpanInTree[]): string[] {
  const path = ({ service, name, kind, parent }: SpanInTree): string =>
    `${parent === undefined ? '' : `${path(tree[parent]!)} > `}${service} ${name} (${kind})`;
  return tree.map(path).sort();
}
