import type { StoredSpan } from '../../backends/trace-store.ts';
import type { SpanSource } from '../../parts/parts.ts';

/** How a purchase is made: answered when it is done, or when it is queued. */
export const purchaseModes = ['at once', 'queued'] as const;
export type PurchaseMode = (typeof purchaseModes)[number];

/** A span that a purchase makes. */
export type PurchaseSpan = { service: SpanSource; name: string; kind: StoredSpan['kind'] };

const requested = (from: SpanSource, to: SpanSource, route: string): PurchaseSpan[] => [
  { service: from, name: route.split(' ')[0]!, kind: 'client' },
  { service: to, name: route, kind: 'server' },
];
const passed = (from: SpanSource, to: SpanSource, topic: string): PurchaseSpan[] => [
  { service: from, name: `send ${topic}`, kind: 'producer' },
  { service: to, name: `process ${topic}`, kind: 'consumer' },
];
const taken: PurchaseSpan = { service: 'gateway', name: 'POST /purchases', kind: 'server' };

/** The transaction of an order, and what follows from it. */
const placed: readonly PurchaseSpan[] = [
  ...['BEGIN', 'INSERT', 'UPDATE', 'INSERT', 'COMMIT'].map(
    (statement): PurchaseSpan => ({ service: 'orders', name: `pg.query:${statement} shop`, kind: 'client' }),
  ),
  ...passed('orders', 'catalogue', 'orders-placed'),
  { service: 'catalogue', name: 'redis-SET', kind: 'client' },
];

/** Every span of a purchase that is made once and to which nothing happens, in the order of the data: one trace. */
export const purchaseSpans: Readonly<Record<PurchaseMode, readonly PurchaseSpan[]>> = {
  'at once': [taken, ...requested('gateway', 'orders', 'POST /orders'), ...placed],
  queued: [
    taken,
    ...requested('gateway', 'stock', 'GET /shelf/:item'),
    ...passed('gateway', 'fulfilment', 'purchases'),
    ...requested('fulfilment', 'orders', 'POST /orders'),
    ...placed,
  ],
};
