import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { Problem } from '../http/problem.ts';
import type { Logger } from '../logger.ts';
import type { Work } from '../roles/role.ts';
import { createTopics, reasonOf } from './kafka.ts';
import { connectInBackground, stopAll } from './work.ts';

/** A message on its way to a topic. Those of one key stay in order. */
export interface OutgoingMessage {
  topic: string;
  key: string;
  value: string;
  headers: Record<string, string>;
}

/** Sends messages; resolves when Kafka has them, rejects with a 503 problem if it did not say so. A refused message may have arrived all the same. */
export interface MessageProducer extends Work {
  send(messages: OutgoingMessage[]): Promise<void>;
}

/** More than so many messages that wait are refused. */
const most = 1000;

/** Connects in the background. One batch is on its way at a time, and what is sent meanwhile is the next one: so nothing overtakes, and a retry repeats no other message. */
export function openProducer(brokers: string[], clientId: string, logger: Logger): MessageProducer {
  const producer = new Producer<string, string, string, string>({
    clientId,
    bootstrapBrokers: brokers,
    serializers: stringSerializers,
    acks: ProduceAcks.ALL,
    idempotent: true,
    retries: 4,
    retryDelay: 250,
    connectTimeout: 1000,
    requestTimeout: 3000,
    timeout: 2000,
  });
  const topics = connectInBackground('Kafka', () => createTopics(brokers, clientId), logger);
  const send = batched<OutgoingMessage>(async (messages) => {
    await producer.send({ messages }).catch((error: unknown) => {
      throw new Problem(503, `Kafka cannot be reached: ${reasonOf(error)}.`);
    });
  }, most);
  return {
    send,
    missing: topics.missing,
    stop: (deadline) => stopAll([topics, { stop: () => producer.close() }], deadline),
  };
}

/** Calls `flush` with all that was given meanwhile, never twice at the same time. More than `limit` waiting items are refused. */
export function batched<T>(flush: (items: T[]) => Promise<void>, limit: number): (items: T[]) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | undefined;
  let current: Promise<unknown> = Promise.resolve();
  return (items) => {
    if (waiting.length + items.length > limit)
      return Promise.reject(new Problem(503, `Kafka is too slow: ${waiting.length} messages wait.`));
    waiting.push(...items);
    next ??= current.then(() => {
      const batch = waiting;
      [waiting, next] = [[], undefined];
      const sent = flush(batch);
      current = sent.catch(() => {});
      return sent;
    });
    return next;
  };
}
