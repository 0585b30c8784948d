import type { z } from 'zod';
import type { Logger } from '../logger.ts';
import type { Work } from '../roles/role.ts';
import { startConsumer } from './consumer.ts';
import { contentOf } from './message.ts';
import { openProducer } from './producer.ts';
import type { Shortcut } from './settings.ts';
import { groups, type Queue } from './topics.ts';
import { stopAll } from './work.ts';

/** Consumes a queue whose messages have this content; what cannot be handled goes to the dead letters. */
export function startWorker<T extends z.ZodType>({
  brokers,
  queue,
  logger,
  content,
  handle,
  shortcut,
}: {
  brokers: string[];
  queue: Queue;
  logger: Logger;
  content: T;
  handle: (content: z.output<T>) => Promise<void>;
  shortcut?: Shortcut | undefined;
}): Work {
  const producer = openProducer(brokers, groups[queue], logger);
  const consumer = startConsumer({
    brokers,
    queue,
    producer,
    logger,
    handle: async (value) => handle(contentOf(content, value)),
    commitFirst: shortcut === 'commit-first',
  });
  return {
    missing: () => [...new Set([...producer.missing(), ...consumer.missing()])],
    async stop(deadline) {
      await stopAll([consumer], deadline - 500);
      await stopAll([producer], 500);
    },
  };
}
