import { Problem } from '../http/problem.ts';

/** What is awaited, or a 503 problem if `who` does not answer within `ms`: an engine that hangs keeps its connections. */
export async function within<T>(ms: number, who: string, awaited: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem(503, `${who} did not answer within ${ms} ms.`)), ms);
  });
  return Promise.race([awaited, late]).finally(() => clearTimeout(timer));
}
