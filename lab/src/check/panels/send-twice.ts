import type { Prometheus } from '../../backends/prometheus.ts';
import { until } from '../../base/poll.ts';
import type { Endpoints } from '../../parts/parts.ts';
import { scenarios } from '../../parts/scenarios.ts';
import { countedBy } from '../counted.ts';
import { newRun, send } from '../request.ts';
import { Tally } from '../tally.ts';

/**
 * Sends every quick request twice, the second time when Prometheus has scraped the calls of every service and route of the
 * first: `rate()` needs a growing series, and a lab that was just started has no other traffic. CLIENT spans need no wait of
 * their own: they end before the SERVER spans around them.
 */
export async function sendTwice(endpoints: Endpoints, prometheus: Prometheus): Promise<void> {
  const run = newRun();
  const quick = scenarios.filter((scenario) => !scenario.slow);
  const wave = () => Promise.all(quick.map((scenario) => send(scenario, endpoints, run)));
  const due = new Tally([]);
  for (const sent of await wave()) due.addSent(sent);
  await until(
    'Prometheus has every series of the first requests',
    async () => (due.countedIsComplete(await countedBy(prometheus, run)) ? true : undefined),
    { deadline: 10_000 },
  ).catch(() => undefined); // the hops before this one report what is wrong
  await wave();
}
