import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer, type Message, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka';
import type { Logger } from '../logger.ts';
import type { Work } from '../roles/role.ts';
import { carriedContext, processMessage, spansSent } from '../telemetry/messages.ts';
import { afterFailure } from './after-failure.ts';
import { backOff } from './back-off.ts';
import { deadLetter } from './dead-letter.ts';
import { reasonOf } from './kafka.ts';
import type { MessageProducer } from './producer.ts';
import { groups, type Queue } from './topics.ts';
import { keepTrying } from './work.ts';

type StringMessage = Message<string, string, string, string>;

/** What is consumed, and how. */
export interface Consumption {
  brokers: string[];
  queue: Queue;
  /** For the dead letters. */
  producer: MessageProducer;
  logger: Logger;
  /** Handles the value of a message. It may come twice. */
  handle: (value: string | undefined) => Promise<void>;
  /** Commits before the work, as one must not: a consumer that is killed then loses what it had in hand. */
  commitFirst?: boolean;
}

/** At most so many messages are taken from the queue and not yet handled. */
const mostInHand = 32;

/** So long an offset waits for the spans of its message, ms: without a collector the work goes on. */
const longestWaitForSpans = 2000;

/**
 * Handles the messages of a queue: those of one partition in order, several partitions side by side. The offset is committed
 * after the work, and after its spans have left: a message is handled at least once, and a kill takes no span of it along.
 */
export function startConsumer({ brokers, queue, producer, logger, handle, commitFirst }: Consumption): Work {
  const group = groups[queue];
  const stopping = new AbortController();
  let joined = false;
  const loop = (async () => {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      try {
        await consume(() => {
          if (!joined) logger.info({ queue }, 'Kafka: consuming');
          joined = true;
          failures = 0;
        });
      } catch (error) {
        logger.warn({ error: reasonOf(error) }, 'Kafka: not consuming, trying on');
      }
      await sleep(backOff(failures + 1), undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();

  /** Consumes until it is stopped, or fails. */
  async function consume(onJoined: () => void): Promise<void> {
    const consumer = new Consumer<string, string, string, string>({
      clientId: group,
      groupId: group,
      bootstrapBrokers: brokers,
      deserializers: stringDeserializers,
      autocommit: false,
      sessionTimeout: 10_000, // so long its partitions wait for a consumer that was killed
      rebalanceTimeout: 10_000,
      heartbeatInterval: 1000,
      maxWaitTime: 500,
      connectTimeout: 2000,
    });
    const ended = new AbortController();
    const running = new Set<Promise<boolean>>();
    const committing = new Set<Promise<void>>();
    const settled = () => Promise.allSettled([...running, ...committing]);
    try {
      const stream = await consumer.consume({
        topics: [queue],
        mode: MessagesStreamModes.COMMITTED,
        fallbackMode: 'earliest',
        autocommit: false,
      });
      onJoined();
      const stop = (): void => ended.abort();
      stopping.signal.addEventListener('abort', stop, { once: true });
      // In time for what is in hand: its offset is committed through the stream.
      ended.signal.addEventListener('abort', () => void settled().then(() => stream.close()), {
        once: true,
      });
      if (stopping.signal.aborted) stop();
      const lanes = new Map<number, { handled: Promise<boolean>; committed: Promise<void> }>();
      for await (const message of stream) {
        if (ended.signal.aborted) continue;
        if (commitFirst) await commit(message);
        const before = lanes.get(message.partition);
        const handled = Promise.resolve(before?.handled).then(() => work(message, ended.signal));
        const committed = handled.then(async (done) => {
          const spans = Promise.race([spansSent(), sleep(longestWaitForSpans, undefined, { ref: false })]);
          await before?.committed;
          if (done && !commitFirst) await spans.then(() => commit(message));
        });
        lanes.set(message.partition, { handled, committed });
        track(running, handled);
        track(committing, committed);
        if (running.size >= mostInHand) await Promise.race(running);
      }
      stopping.signal.removeEventListener('abort', stop);
    } finally {
      ended.abort();
      await settled();
      await consumer.close(true).catch((error: unknown) => logger.warn({ error: reasonOf(error) }, 'Kafka: not left'));
    }
  }

  /** Handles one message to its end; false once `ended`: it will not be committed, so it comes again. */
  async function work(message: StringMessage, ended: AbortSignal): Promise<boolean> {
    for (let tries = 1; !ended.aborted; tries++) {
      const outcome = await attempt(message, tries, ended);
      if (outcome === 'done') return true;
      await sleep(outcome, undefined, { signal: ended }).catch(() => {});
    }
    return false;
  }

  async function commit(message: StringMessage): Promise<void> {
    await Promise.resolve(message.commit()).catch((error: unknown) =>
      logger.warn({ ...placeOf(message), error: reasonOf(error) }, 'offset not committed'),
    );
  }

  /** One try: `done`, which a dead letter is, too; or how long to wait for the next, ms. The span of the try has the failure. */
  async function attempt(message: StringMessage, tries: number, ended: AbortSignal): Promise<'done' | number> {
    const { topic, partition, offset, key, headers, value } = message;
    let outcome: 'done' | number = 'done';
    const handled = processMessage({ topic, partition, offset, key, headers, group }, async () => {
      try {
        await handle(value);
      } catch (failure) {
        const error = failure as Error;
        const next = afterFailure(error, tries);
        const line = { ...placeOf(message), tries, error: error.message };
        if (next === 'dead') {
          logger.error(line, 'message failed, to the dead letters');
          const letter = deadLetter(message, error, tries, carriedContext());
          const sent = await keepTrying('dead letters', () => producer.send([letter]), logger, ended);
          if (!sent) outcome = 0; // `ended`
        } else {
          logger.warn(line, 'message failed, again');
          outcome = next;
        }
        throw error;
      }
    });
    await handled.catch(() => {}); // logged, and in the span
    return outcome;
  }

  return {
    missing: () => (joined ? [] : ['Kafka']),
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

/** Keeps `promise` in `set` until it is settled. */
function track<T>(set: Set<Promise<T>>, promise: Promise<T>): void {
  set.add(promise);
  const settled = (): void => void set.delete(promise);
  promise.then(settled, settled);
}

const placeOf = ({ topic, partition, offset, key }: StringMessage) => ({
  topic,
  partition,
  offset: Number(offset),
  key,
});
