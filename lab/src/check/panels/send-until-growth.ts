import { comparedStep, label, metric, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../../backends/prometheus.ts';
import { until } from '../../base/poll.ts';
import type { Endpoints } from '../../parts/parts.ts';
import { scenarios } from '../../parts/scenarios.ts';
import { countedBy } from '../counted.ts';
import { ask, newRun, send } from '../request.ts';
import { Tally } from '../tally.ts';
import { endOfStep } from './end-of-step.ts';

/** The first wave makes the series, the second makes them grow, the third is for a second one that came in the next step. */
const mostWaves = 3;

/**
 * Sends every quick request, wave after wave, until Prometheus has seen each series of theirs grow within one step of the
 * panels: `rate()` needs that, and a lab that was just started has no other traffic. CLIENT spans need no wait of their own:
 * they end before the SERVER spans around them. Never rejects: the hops before the panels report what is wrong.
 */
export async function sendUntilGrowth(endpoints: Endpoints, prometheus: Prometheus): Promise<void> {
  const run = newRun('counts');
  const quick = scenarios.filter((scenario) => !scenario.slow);
  const due = new Tally([]);
  const wave = async () => {
    // besides, without a mark: durations are read from series that are there already, instead of new ones in each check
    const [sent] = await Promise.all([
      Promise.all(quick.map((s) => send(s, endpoints, run))),
      Promise.all(
        quick.map((s) =>
          ask(s, endpoints, undefined).then(
            (answer) => answer.arrayBuffer(),
            () => {},
          ),
        ),
      ),
    ]);
    return sent;
  };
  for (let waves = 0; waves < mostWaves; waves++) {
    for (const sent of await wave()) due.addSent(sent);
    const grew = await until(
      'Prometheus has every request of this wave',
      async () =>
        due.countedIsComplete(await countedBy(prometheus, run)) ? grewInOneStep(prometheus, run) : undefined,
      { deadline: 5_000 },
    ).catch(() => false);
    if (grew) break;
  }
  await wave(); // growth between the last scrape of one window and the first of the next is in neither: so once more, later
}

/**
 * Whether each series of the run grew between two scrapes of this step or of the one before, which may just have ended. One
 * scrape has all of them.
 */
async function grewInOneStep(prometheus: Prometheus, run: string): Promise<boolean> {
  const calls = `${seriesOf(metric.calls, { ...serverSpans, [label.run]: run })}[${comparedStep}s]`;
  const growth = `min(max_over_time(${calls}) - min_over_time(${calls}))`;
  const end = endOfStep(Date.now() / 1000, comparedStep);
  const steps = await prometheus.queryRange(growth, { start: end - comparedStep, end, step: comparedStep });
  return steps.some(({ points }) => points.some(([, least]) => least > 0));
}
