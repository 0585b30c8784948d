import { restartPart } from '../../runtime/restart-part.ts';
import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { thenAtEnd } from '../means/means.ts';
import { onLoss } from '../sign.ts';

/** A metric of stock has the id of each visitor as an attribute. */
export const idsInMetric: Fault = {
  name: 'ids-in-metric',
  group: 'telemetry',
  does: 'A metric of stock has the id of each visitor as an attribute.',
  strength: { usual: 800, min: 520, max: 1500, unit: 'visitors' },
  means: thenAtEnd(
    byFlags('a counter with an attribute visitor.id', [
      { name: 'ids-in-metric', rule: at('stock'), value: 'strength' },
    ]),
    (lab) => restartPart(lab, 'stock'), // what a process has counted once it sends until its end
  ),
  sign: {
    ...onLoss('collector: metrics with over 500 points, histograms with over 200'),
    look: 'metric points that the collector leaves out',
    bound: { above: 1 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'DataLeftOut' },
  counts: 'exact',
  cause:
    'Each value of an attribute is a point of its own, which the process sends again and again while it lives: healing it starts stock again. The collector leaves out a metric with more than 500, or Prometheus would have them all for as long as it keeps samples. Ids belong into spans and log lines; what is counted has few values. A view in the SDK can leave the attribute out.',
  game: {
    part: 'stock',
    level: 3,
    hints: ['Something is left out, and it is not a span.', 'Which service sends more metric points than the others?'],
  },
};
