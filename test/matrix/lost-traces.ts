import pLimit from 'p-limit';
import { until } from '../../lab/src/base/poll.ts';
import type { Bench } from './bench.ts';

/** How many of these traces the store does not have; each is looked for up to five seconds. */
export async function lostOf({ stores: [store] }: Bench, traceIds: readonly string[]): Promise<number> {
  const limit = pLimit(10);
  const isThere = (id: string) =>
    until('it is stored', async () => ((await store!.trace(id)).length > 0 ? true : undefined), {
      deadline: 5_000,
    }).catch(
      () => false, // that is the answer
    );
  const found = await Promise.all(traceIds.map((id) => limit(() => isThere(id))));
  return found.filter((there) => !there).length;
}
