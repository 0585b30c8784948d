import { sendJson } from './http.ts';

/** What the observer finds of some purchases in each engine. */
export type Books = {
  /** Rows in Postgres. */
  rows: number;
  /** Values in Valkey. */
  values: number;
  /** Messages that wait in the outbox. */
  unsent: number;
  /** Messages on each topic. */
  messages: Record<string, number>;
};

/** Ids of one question: its body stays far below what a service takes. */
const AT_ONCE = 2_000;

/** Asks the observer where purchases with these ids are. `since`: ms of the epoch before the first. Fails with an EngineError. */
export async function booksOf(observer: string, ids: readonly string[], since: number): Promise<Books> {
  const sum: Books = { rows: 0, values: 0, unsent: 0, messages: {} };
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const part = await sendJson<Books>('The observer', `${observer}/books`, 'POST', {
      ids: ids.slice(first, first + AT_ONCE),
      since,
    });
    sum.rows += part.rows;
    sum.values += part.values;
    sum.unsent += part.unsent;
    for (const [topic, n] of Object.entries(part.messages)) sum.messages[topic] = (sum.messages[topic] ?? 0) + n;
  }
  return sum;
}
