import { metrics } from '@opentelemetry/api';
import { switches } from '../faults/switches.ts';

/** A metric that tells each visitor apart, once its switch says how many there are; until then it has no points. */
export function countVisits(): void {
  const visits = metrics
    .getMeter('faults')
    .createObservableCounter('shop.visits', { description: 'visits by visitor' });
  visits.addCallback((result) => {
    for (let id = 0; id < switches.idsInMetric; id++) result.observe(1, { 'visitor.id': id });
  });
}
