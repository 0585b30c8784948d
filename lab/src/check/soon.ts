import { setTimeout as wait } from 'node:timers/promises';

/** How long a store may take for one small trace, ms. */
const LIMIT = 10_000;

/** A store that takes a request and says nothing: nobody waits for it once for each of many traces. */
export class NoAnswer extends Error {}

/** What a store answers, or a NoAnswer after 10 s. */
export function soon<T>(store: string, answer: Promise<T>): Promise<T> {
  const late = wait(LIMIT, undefined, { ref: false }).then(() => {
    throw new NoAnswer(`${store} gave no answer within ${LIMIT / 1000} s`);
  });
  return Promise.race([answer, late]);
}
