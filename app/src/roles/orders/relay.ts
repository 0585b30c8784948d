import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../logger.ts';
import { backOff } from '../../shop/back-off.ts';
import type { Postgres, Session } from '../../shop/postgres.ts';
import type { MessageProducer } from '../../shop/producer.ts';
import type { Work } from '../role.ts';

/** The relay of the outbox. */
export interface Relay extends Pick<Work, 'stop'> {
  /** A transaction has written a message. */
  wake(): void;
}

/** How often the outbox is read if nobody wakes the relay, ms: another process may have written. */
const interval = 500;
const batch = 100;

interface Row {
  n: string;
  topic: string;
  key: string;
  value: object;
  headers: Record<string, string>;
}

/**
 * From `first` on: sends the messages of the outbox in order, and deletes each when Kafka has it: at least once. One process of all relays
 * at a time; a lock that ends with its connection says which.
 */
export function startRelay(postgres: Postgres, producer: MessageProducer, logger: Logger, first: Promise<void>): Relay {
  const stopping = new AbortController();
  let woken = Promise.withResolvers<void>();
  const loop = (async () => {
    await first;
    for (let failures = 0; !stopping.signal.aborted;) {
      try {
        using session = await postgres.connect();
        let mine = false;
        while (!stopping.signal.aborted) {
          mine ||= await becomeRelay(session);
          const busy = mine && (await relayBatch(session, producer));
          failures = 0;
          if (!busy) await pause();
        }
      } catch (error) {
        failures++;
        logger.warn({ error: (error as Error).message }, 'outbox: not relayed, trying on');
        await sleep(backOff(failures), undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  })();

  async function pause(): Promise<void> {
    await Promise.race([woken.promise, sleep(interval, undefined, { signal: stopping.signal }).catch(() => {})]);
    woken = Promise.withResolvers();
  }

  return {
    wake: () => woken.resolve(),
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

/** Whether this session may be the one that relays. The lock is its own until it ends. */
async function becomeRelay(session: Session): Promise<boolean> {
  const [row] = await session.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_lock(hashtext('shop outbox')) AS mine`,
    [],
  );
  return row?.mine === true;
}

/** Sends the oldest messages; false if there are none. */
async function relayBatch(session: Session, producer: MessageProducer): Promise<boolean> {
  const rows = await session.query<Row>('SELECT n, topic, key, value, headers FROM outbox ORDER BY n LIMIT $1', [
    batch,
  ]);
  if (rows.length === 0) return false;
  await producer.send(
    rows.map(({ topic, key, value, headers }) => ({ topic, key, value: JSON.stringify(value), headers })),
  );
  await session.query('DELETE FROM outbox WHERE n = ANY($1)', [rows.map(({ n }) => n)]);
  return true;
}
