import { endpointNamed } from '../parts/endpoints.ts';
import { describeError } from '../base/poll.ts';
import { type Endpoints, partNamed, type PartName } from '../parts/parts.ts';
import { addressOf } from './address.ts';
import { cqlAnswers } from './cql.ts';
import { get } from './http.ts';
import { kafkaAnswers } from '../../../docker/kafka-answers.ts';
import { postgresAnswers } from './postgres.ts';
import { Prometheus } from './prometheus.ts';
import { valkeyAnswers } from './valkey.ts';

/** Whether this lab has an address at which a part can be asked: Docker publishes none for Cassandra. */
export function canBeAsked(name: PartName, endpoints: Endpoints): boolean {
  return endpointNamed(endpoints, partNamed(name).ready.endpoint) !== undefined;
}

/** Loads the client for the probe of Postgres, if one of these parts needs it: it takes longer than a probe may. */
export async function prepareToAsk(names: readonly PartName[], endpoints: Endpoints): Promise<void> {
  const probes = names.filter((name) => canBeAsked(name, endpoints)).map((name) => partNamed(name).ready.by);
  if (probes.includes('postgres')) await import('pg');
}

/** Prometheus answers, but is not ready: it has just started, or has got a new target. */
export const notScrapedYet = 'it has not scraped every target yet';

/**
 * Sends a part the readiness probe that the parts table states: the same on both runtimes and in the console.
 * Returns why it is not ready, or undefined when it is. `limit` in ms; `password` of the user `shop`. Never rejects.
 */
export async function whyNotReady(
  name: PartName,
  endpoints: Endpoints,
  limit = 10_000,
  password = process.env['SHOP_PASSWORD'] ?? '',
): Promise<string | undefined> {
  const { endpoint, path = '', by } = partNamed(name).ready;
  const address = endpointNamed(endpoints, endpoint);
  if (!address) return 'no address at which to ask it';
  try {
    if (by === 'cql') return (await cqlAnswers(addressOf(address))) ? undefined : 'no answer to a CQL query';
    if (by === 'postgres') return void (await postgresAnswers(addressOf(address), password, limit));
    if (by === 'kafka') return void (await kafkaAnswers(addressOf(address), limit));
    if (by === 'valkey') return void (await valkeyAnswers(addressOf(address), password, limit));
    const signal = AbortSignal.timeout(limit);
    if (by === 'scrapes') return (await new Prometheus(address).hasScraped(signal)) ? undefined : notScrapedYet;
    const answer = await get(`${address}${path}`, { signal });
    await answer.arrayBuffer();
    return answer.ok ? undefined : `status ${answer.status} from ${address}${path}`;
  } catch (error) {
    return describeError(error);
  }
}
