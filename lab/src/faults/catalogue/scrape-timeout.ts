import type { Fault } from '../fault.ts';
import { byNetwork } from '../means/network.ts';
import { onPanel, where } from '../sign.ts';

/** A scrape of the RED metrics takes longer than its timeout. */
export const scrapeTimeout: Fault = {
  name: 'scrape-timeout',
  group: 'network',
  does: 'A scrape of the RED metrics takes longer than its timeout.',
  strength: { usual: 900, min: 550, max: 5000, unit: 'ms' },
  needs: ['network'],
  means: byNetwork('a toxic latency', 'red-metrics', (ms) => [
    { type: 'latency', stream: 'downstream', attributes: { latency: ms } },
  ]),
  sign: {
    ...onPanel({ panel: 'pipeline-targets-up', line: where('job', 'span-metrics') }),
    look: 'span-metrics is down, though the collector runs; panels of requests have a hole',
    bound: { below: 0.5 },
  },
  within: { seen: 30, gone: 30 },
  namedBy: { alert: 'TargetDown', hop: 'prometheus' },
  counts: 'exact',
  cause:
    'Prometheus throws away what comes after the timeout, and marks the target as down. The collector goes on counting: its counters are cumulative, so that after the hole totals are right, and only the rates within it are unknown. A target that is “down” and a process that runs: look at how long a scrape takes.',
  game: {
    part: 'engines-network',
    level: 2,
    hints: ['Panels of requests end, and every process runs.', 'What does Prometheus say about its targets?'],
  },
};
