import { Admin, Consumer, stringDeserializers } from '@platformatic/kafka';
import type { Postgres } from '../../shop/postgres.ts';
import type { Valkey } from '../../shop/valkey.ts';
import { ownGroup } from './own-groups.ts';

/** Where purchases are found: each number counts what belongs to the ids that were asked for. */
export interface Books {
  /** Rows in Postgres. */
  rows: number;
  /** Values in Valkey. */
  values: number;
  /** Messages that the outbox has not sent yet. */
  unsent: number;
  /** Messages on each topic, those that were sent twice counted twice. */
  messages: Record<string, number>;
}

/** What the books are read from. */
export interface Sources {
  database: Pick<Postgres, 'query'>;
  cache: Pick<Valkey, 'existing'>;
  brokers: string[];
  topics: readonly string[];
}

/** Asks each engine itself, not the services. `since`: no message is older, ms since the epoch. */
export async function readBooks(
  { database, cache, brokers, topics }: Sources,
  ids: string[],
  since: number,
): Promise<Books> {
  const count = async (sql: string) => Number((await database.query<{ n: string }>(sql, [ids]))[0]!.n);
  const [rows, unsent, values, messages] = await Promise.all([
    count('SELECT count(id) AS n FROM orders WHERE id = ANY($1::uuid[])'),
    count('SELECT count(n) AS n FROM outbox WHERE key = ANY($1::text[])'),
    ids.length > 0 ? cache.existing(ids.map((id) => `order:${id}`)) : 0,
    countMessages(brokers, topics, new Set(ids), since),
  ]);
  return { rows, values, unsent, messages };
}

/** Counts the messages with these keys, on each topic from `since` to its end. */
async function countMessages(
  brokers: string[],
  topics: readonly string[],
  keys: ReadonlySet<string>,
  since: number,
): Promise<Record<string, number>> {
  const groupId = ownGroup();
  const consumer = new Consumer({
    clientId: 'observer',
    groupId,
    bootstrapBrokers: brokers,
    deserializers: stringDeserializers,
    maxWaitTime: 100,
  });
  const found = Object.fromEntries(topics.map((topic) => [topic, 0]));
  try {
    const [begins, ends] = await Promise.all([
      consumer.listOffsets({ topics: [...topics], timestamp: BigInt(since) }),
      consumer.listOffsets({ topics: [...topics] }),
    ]);
    const places = topics.flatMap((topic) =>
      (ends.get(topic) ?? []).map((end, partition) => {
        const begin = begins.get(topic)?.[partition] ?? -1n;
        return { topic, partition, offset: begin < 0n ? end : begin, end };
      }),
    );
    const left = new Map(
      places.filter(({ offset, end }) => offset < end).map((p) => [`${p.topic} ${p.partition}`, p.end]),
    );
    if (left.size === 0) return found;
    const stream = await consumer.consume({ topics: [...topics], mode: 'manual', offsets: places, autocommit: false });
    for await (const { topic, partition, offset, key } of stream) {
      const place = `${topic} ${partition}`;
      const end = left.get(place);
      if (end !== undefined && offset < end && keys.has(String(key))) found[topic] = (found[topic] ?? 0) + 1;
      if (end !== undefined && offset + 1n >= end) left.delete(place);
      if (left.size === 0) break;
    }
    return found;
  } finally {
    await consumer.close(true).catch(() => {});
    const admin = new Admin({ clientId: 'observer', bootstrapBrokers: brokers });
    await admin.deleteGroups({ groups: [groupId] }).catch(() => {});
    await admin.close().catch(() => {});
  }
}
