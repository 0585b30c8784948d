// Searches for the highest rate of purchases that the whole chain keeps up with, in a lab with the shop of its own.
//   node lab/bin/run.mjs test/tools/shop-throughput.ts
// Half of the purchases are queued. A rate is kept up with if every purchase is accepted and at hand within 3 s of the last.
import { setTimeout as wait } from 'node:timers/promises';
import { booksOf } from '../../lab/src/backends/books.ts';
import { until } from '../../lab/src/base/poll.ts';
import { isAccepted } from '../../lab/src/check/shop/buy.ts';
import { buySteadily } from '../support/purchases.ts';
import { startLab } from '../support/start-lab.ts';

const SECONDS = 10;

await using lab = await startLab({ stack: 'tempo', capabilities: ['shop'] });
const lag = async () => (await lab.prometheus.query('sum(kafka_consumer_group_lag)'))[0]?.value ?? 0;

/** Buys at this rate. Returns why it is too high, if it is, and how long the queue became. */
async function attempt(perSecond: number): Promise<{ tooHigh?: string; deepest: number }> {
  let deepest = 0;
  const { bought, since } = await buySteadily(lab, {
    perSecond,
    during: async () => {
      const end = performance.now() + SECONDS * 1_000;
      while (performance.now() < end) {
        deepest = Math.max(deepest, await lag());
        await wait(250); // the pace of the look, not a wait for something
      }
    },
  });
  const refused = bought.filter((one) => !isAccepted(one));
  if (refused.length > 0) return { tooHigh: `${refused.length} refused: ${refused[0]!.error}`, deepest };
  const ids = bought.map(({ id }) => id!);
  const arrived = async () => {
    const { values } = await booksOf(lab.endpoints.observer!, ids, since);
    return values === ids.length ? true : undefined;
  };
  try {
    await until('all are at hand', arrived, { deadline: 3_000, every: 100 });
    return { deepest };
  } catch {
    await until('all are at hand', arrived, { deadline: 120_000, every: 500 });
    return { tooHigh: 'not at hand within 3 s', deepest };
  }
}

let [kept, tooHigh] = [0, 640];
for (let rate = 40; tooHigh - kept > Math.max(5, kept * 0.1); rate = Math.round((kept + tooHigh) / 2)) {
  const { tooHigh: why, deepest } = await attempt(rate);
  console.log(`${rate}/s for ${SECONDS} s: ${why ?? 'kept up with'}, the queue at most ${deepest} deep`);
  if (why) tooHigh = rate;
  else kept = rate;
}
console.log(`Highest rate that was kept up with: ${kept} purchases/s.`);
