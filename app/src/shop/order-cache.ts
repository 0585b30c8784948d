import { switches } from '../faults/switches.ts';
import type { Order } from '../roles/purchase.ts';
import type { Valkey } from './valkey.ts';

/** Orders by id, as fast as they can be read. */
export interface OrderCache {
  find(id: string): Promise<Order | undefined>;
  keep(order: Order): Promise<void>;
}

const key = (id: string): string => `order:${id}`;

/** Orders in Valkey, as JSON under `order:<id>`. */
export function createOrderCache(valkey: Pick<Valkey, 'get' | 'set'>): OrderCache {
  return {
    async find(id) {
      // the faults: as after a release that reads other keys than it writes
      const asWritten = switches.cacheMisses === 0 && switches.unindexedQuery === 0;
      const text = await valkey.get(asWritten ? key(id) : `v2:${key(id)}`);
      return text === null ? undefined : (JSON.parse(text) as Order);
    },
    async keep(order) {
      await valkey.set(key(order.id), JSON.stringify(order));
    },
  };
}
