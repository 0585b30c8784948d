import { Admin } from '@platformatic/kafka';
import { partitions, topics } from './topics.ts';

/** Makes the topics that are absent; rejects with the reason if Kafka is out of reach. */
export async function createTopics(brokers: string[], clientId: string): Promise<void> {
  await createAbsent(brokers, clientId).catch((error: unknown) => {
    throw new Error(`Kafka cannot be reached: ${reasonOf(error)}.`);
  });
}

async function createAbsent(brokers: string[], clientId: string): Promise<void> {
  const admin = new Admin({
    clientId,
    bootstrapBrokers: brokers,
    retries: 0,
    connectTimeout: 2000,
    requestTimeout: 5000,
  });
  try {
    const there = new Set(await admin.listTopics());
    const absent = topics.filter((topic) => !there.has(topic));
    if (absent.length === 0) return;
    await admin.createTopics({ topics: absent, partitions, replicas: 1 }).catch((error: unknown) => {
      if (!isAlreadyThere(error)) throw error; // another service was faster
    });
  } finally {
    await admin.close();
  }
}

function isAlreadyThere(error: unknown): boolean {
  const { apiId, errors = [], cause } = error as { apiId?: string; errors?: unknown[]; cause?: unknown };
  if (apiId !== undefined) return apiId === 'TOPIC_ALREADY_EXISTS';
  const inner = [...errors, ...(cause === undefined ? [] : [cause])];
  return inner.length > 0 && inner.every(isAlreadyThere);
}

/** The first reason in an error of the client, which wraps those of its tries. */
export function reasonOf(error: unknown): string {
  const { apiId, code, errors, cause, message } = error as Error & {
    apiId?: string;
    code?: string;
    errors?: unknown[];
  };
  const inner = errors?.at(-1) ?? cause;
  if (apiId !== undefined) return apiId;
  return inner === undefined ? (code?.startsWith('PLT_') ? message : (code ?? message)) : reasonOf(inner);
}
