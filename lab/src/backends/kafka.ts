import type { Address } from './address.ts';
import { within } from './within.ts';

/** Whether Kafka answers which topics there are: it opens its port before it can. Rejects when nothing listens. */
export async function kafkaAnswers({ host, port }: Address, limit: number): Promise<void> {
  const { Admin } = await import('@platformatic/kafka'); // only a lab with the shop loads it
  const admin = new Admin({
    clientId: 'lab',
    bootstrapBrokers: [{ host, port }],
    retries: false,
    connectTimeout: limit,
    timeout: limit,
  });
  try {
    await within(limit, admin.listTopics(), () => admin.close());
  } catch (error) {
    throw innermost(error);
  }
}

/** The client nests what happened: "Listing topics failed." says nothing. */
function innermost(error: unknown): unknown {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return inner ? innermost(inner) : error;
}
