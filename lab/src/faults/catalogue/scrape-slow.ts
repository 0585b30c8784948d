import type { Fault } from '../fault.ts';
import { byNetwork } from '../means/network.ts';
import { onPanel, where } from '../sign.ts';

/** A scrape of the RED metrics takes more than half of its timeout. */
export const scrapeSlow: Fault = {
  name: 'scrape-slow',
  group: 'network',
  does: 'A scrape of the RED metrics takes more than half of its timeout.',
  strength: { usual: 320, min: 260, max: 400, unit: 'ms' },
  needs: ['network'],
  means: byNetwork('a toxic latency', 'red-metrics', (ms) => [
    { type: 'latency', stream: 'downstream', attributes: { latency: ms } },
  ]),
  sign: {
    ...onPanel({ panel: 'pipeline-scrape-time', line: where('job', 'span-metrics') }),
    look: 'the line of span-metrics lies above 0.25 s, half of its timeout',
    bound: { above: 0.25 },
  },
  within: { seen: 30, gone: 30 },
  namedBy: { alert: 'ScrapeSlow' },
  counts: 'exact',
  cause:
    'Nothing is wrong yet, and little is needed until something is: a scrape that takes longer than its timeout is thrown away whole. Scrapes become slow by too many series, too little CPU, or a slow network. Alert on half of the timeout, not on the first hole.',
  game: {
    part: 'engines-network',
    level: 3,
    hints: ['All numbers are right, still.', 'How long does Prometheus wait for each of its targets?'],
  },
};
