/** A peer that takes a request and says nothing. */
export class NoAnswer extends Error {}

/**
 * What a client answers, or a NoAnswer if it takes longer than `limit` ms; in both cases the client is closed. A peer that takes
 * connections and says nothing keeps some clients waiting for ever.
 */
export async function within<T>(limit: number, answer: Promise<T>, close: () => unknown): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${limit} ms`)), limit);
  });
  answer.catch(() => {}); // it fails after it was given up
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    Promise.resolve(close()).catch(() => {});
  }
}
