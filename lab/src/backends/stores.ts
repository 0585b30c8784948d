import { endpointNamed } from '../parts/endpoints.ts';
import { type Endpoints, partNamed, storeNames, type StoreTitle } from '../parts/parts.ts';
import { Jaeger } from './jaeger.ts';
import { Tempo } from './tempo.ts';
import type { TraceStore } from './trace-store.ts';

const clients = { tempo: Tempo, jaeger: Jaeger };

/** The trace stores of a lab, in the order of the parts table. */
export function storesOf(endpoints: Endpoints): TraceStore[] {
  return storeNames.flatMap((store) => {
    const url = endpointNamed(endpoints, store);
    const { api, title } = partNamed(store);
    return url ? [new clients[api as keyof typeof clients](url, title as StoreTitle)] : [];
  });
}
