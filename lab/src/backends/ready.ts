import { endpointNamed } from '../parts/endpoints.ts';
import { describeError } from '../base/poll.ts';
import { type Endpoints, partNamed, type PartName } from '../parts/parts.ts';
import { cqlAnswers } from './cql.ts';
import { get } from './http.ts';
import { Prometheus } from './prometheus.ts';

/** Whether this lab has an address at which a part can be asked: Docker publishes none for Cassandra. */
export function canBeAsked(name: PartName, endpoints: Endpoints): boolean {
  return endpointNamed(endpoints, partNamed(name).ready.endpoint) !== undefined;
}

/** Prometheus answers, but is not ready: it has just started, or has got a new target. */
export const notScrapedYet = 'it has not scraped every target yet';

/**
 * Sends a part the readiness probe that the parts table states: the same on both runtimes and in the console.
 * Returns why it is not ready, or undefined when it is. `limit` in ms. Never rejects.
 */
export async function whyNotReady(name: PartName, endpoints: Endpoints, limit = 10_000): Promise<string | undefined> {
  const { endpoint, path = '', by } = partNamed(name).ready;
  const address = endpointNamed(endpoints, endpoint);
  if (!address) return 'no address at which to ask it';
  try {
    if (by === 'cql') return (await cqlAnswers(cqlAddress(address))) ? undefined : 'no answer to a CQL query';
    const signal = AbortSignal.timeout(limit);
    if (by === 'scrapes') return (await new Prometheus(address).hasScraped(signal)) ? undefined : notScrapedYet;
    const answer = await get(`${address}${path}`, { signal });
    await answer.arrayBuffer();
    return answer.ok ? undefined : `status ${answer.status} from ${address}${path}`;
  } catch (error) {
    return describeError(error);
  }
}

/** Splits host:port of the parts table's `cassandra` endpoint. */
export function cqlAddress(address: string): { host: string; port: number } {
  const { hostname, port } = new URL(`cql://${address}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}
