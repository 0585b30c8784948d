import { scrapeInterval } from '@span-metrics-lab/grafana';
import { notReady } from '../not-ready.ts';
import type { NodeHealth } from '../../../health.ts';
import { noAnswer } from '../no-answer.ts';
import { jobsOfOthers } from '../../../../parts/scrape.ts';
import type { Look } from './look.ts';

/** Prometheus: whether it answers, what it scrapes, and the targets that it cannot scrape. */
export async function prometheusNode({ settings, facts, prometheus }: Look): Promise<NodeHealth> {
  const name = 'prometheus';
  const silent = await notReady(name, settings.endpoints);
  if (silent) return { name, state: 'down', failure: noAnswer(name, 'is ready', silent) };
  const valueOf = (query: string) =>
    prometheus.query(query).then(
      (samples) => samples[0]?.value,
      () => undefined,
    );
  const [newest, scraped, broken] = await Promise.all([
    valueOf('max(timestamp(up{job="span-metrics"} == 1)) or max(timestamp(up))'),
    valueOf('sum(scrape_samples_scraped)'),
    prometheus.targets().then(
      (targets) => targets.filter((t) => !t.up),
      () => [],
    ),
  ]);
  const about = {
    name,
    ...(scraped !== undefined && { rate: { value: scraped, unit: 'samples/s' } }),
    ...(newest !== undefined && { lastSeen: Math.max(0, facts.at / 1000 - newest) }),
  } as const;
  if (broken.length === 0) return { ...about, state: 'up' };
  return {
    ...about,
    state: 'waits',
    failure: {
      what: `Prometheus cannot scrape ${broken.map((t) => t.job).join(', ')}.`,
      expected: `every target answers every ${scrapeInterval} s`,
      found: broken.map((t) => `${t.url}: ${t.lastError}`).join('; '),
      ...(broken.every((t) => jobsOfOthers.includes(t.job) && !/refused|no such host/.test(t.lastError))
        ? { cause: 'other services send more metrics than it takes; those of the lab go on', next: 'npm run check' }
        : { cause: 'that part is down, or prometheus/targets names another address', next: 'npm run status' }),
    },
  };
}
