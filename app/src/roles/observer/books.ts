import { randomUUID } from 'node:crypto';
import { Admin, Consumer, stringDeserializers } from '@platformatic/kafka';
import type { Pool } from 'pg';

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
  pool: Pool;
  /** How many of these keys exist. */
  existing(keys: string[]): Promise<number>;
  brokers: string[];
  topics: readonly string[];
}

/** Reads each engine itself, not what the services say of it. `since`: no message is older, ms of the epoch. */
export async function readBooks({ pool, existing, brokers, topics }: Sources, ids: string[], since: number) {
  const [rows, unsent, values, messages] = await Promise.all([
    pool.query<{ n: string }>('select count(*) as n from orders where id = any($1::uuid[])', [ids]),
    pool.query<{ n: string }>('select count(*) as n from outbox where key = any($1::text[])', [ids]),
    existing(ids.map((id) => `order:${id}`)),
    countMessages(brokers, topics, new Set(ids), since),
  ]);
  return { rows: Number(rows.rows[0]?.n), unsent: Number(unsent.rows[0]?.n), values, messages } satisfies Books;
}

/** Counts the messages with these keys, on each topic from `since` to its end. */
async function countMessages(
  brokers: string[],
  topics: readonly string[],
  keys: ReadonlySet<string>,
  since: number,
): Promise<Record<string, number>> {
  const groupId = `books-${randomUUID()}`;
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
