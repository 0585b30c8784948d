import { setTimeout as wait } from 'node:timers/promises';
import type { Sent } from '../../lab/src/check/request.ts';
import { missingSpans } from '../support/missing-spans.ts';
import { quick, steadyLoad } from '../support/steady-load.ts';
import { type Bench, rate } from './bench.ts';

/** Requests to the gateway that were answered, those of them whose traces lack spans, and how long before its end these were answered, s. */
export type Ended = { answered: Sent[]; missing: { one: Sent; age: number }[]; took: number };

/** Ends the gateway under load, starts it, and reads every trace of a request that got an answer. */
export async function endGateway(lab: Bench, how: 'stop' | 'kill'): Promise<Ended> {
  let at = 0;
  let took = 0;
  const { sent } = await steadyLoad(lab.endpoints, {
    perSecond: rate * 2,
    scenarios: quick.filter(({ service }) => service === 'gateway'),
    during: async () => {
      const began = performance.now();
      await wait(4_000); // the load before the fault
      at = (performance.now() - began) / 1000;
      const ending = performance.now();
      await lab.lab[how]('gateway'); // stop fails if it has to be killed
      took = (performance.now() - ending) / 1000;
      await lab.lab.start('gateway');
      await wait(1_000); // and goes on
    },
  });
  const answered = sent.filter(({ status }) => status !== undefined);
  const missing = await missingSpans(lab.stores[0]!, answered, 20_000);
  return {
    answered,
    // they were sent evenly
    missing: missing.map(({ one }) => ({ one, age: at - sent.indexOf(one) / (rate * 2) - one.duration / 1000 })),
    took,
  };
}
