import pLimit from 'p-limit';
import { until } from '../../lab/src/base/poll.ts';
import type { Bench } from './bench.ts';

/** How many of these traces the store does not have, once a later one has had time to come. */
export async function lostOf({ stores: [store] }: Bench, traceIds: readonly string[]): Promise<number> {
  const last = traceIds.at(-1)!;
  await until('the newest trace is stored', async () => ((await store!.trace(last)).length > 0 ? true : undefined), {
    deadline: 60_000,
  });
  const limit = pLimit(10);
  const found = await Promise.all(traceIds.map((id) => limit(async () => (await store!.trace(id)).length > 0)));
  return found.filter((there) => !there).length;
}
