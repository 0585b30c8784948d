import { endpointNamed } from '../parts/endpoints.ts';
import { type Endpoints, parts } from '../parts/parts.ts';
import type { LogStore } from './log-store.ts';
import { Loki } from './loki.ts';
import { VictoriaLogs } from './victorialogs.ts';

const clients = { loki: Loki, victorialogs: VictoriaLogs };

/** The log store of a lab; undefined if it has none. */
export function logStoreOf(endpoints: Endpoints): LogStore | undefined {
  for (const { kind, name, api } of parts) {
    const url = kind === 'logs' && endpointNamed(endpoints, name);
    if (url) return new clients[api as keyof typeof clients](url);
  }
  return undefined;
}
