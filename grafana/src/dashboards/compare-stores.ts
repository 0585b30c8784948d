import { withBoth } from '../model.ts';
import * as stores from '../panels/stores.ts';
import { service } from '../variables.ts';
import { dashboard } from './build.ts';

export const compareStores = dashboard({
  uid: 'compare-stores',
  title: 'Compare stores',
  short: 'Stores',
  file: 'Stores/compare-stores.json',
  answers: 'Do Tempo, Jaeger and the metrics agree?',
  reading:
    'Each graph has two sources, whose lines should match. The bars compare counts by route. Below are the traces themselves.',
  stacks: withBoth,
  variables: [service],
  rows: [
    [
      100,
      'Metrics and stored spans',
      [1, stores.ratesCompared, 8, 7],
      [2, stores.latencyCompared, 8, 7],
      [3, stores.errorsCompared, 8, 7],
      [4, stores.countsOfMetrics, 12, 9],
      [5, stores.countsOfTempo, 12, 9],
    ],
    [
      101,
      'Traces',
      [7, stores.tempoTraces, 24, 10],
      [8, stores.jaegerTraces, 24, 10],
      [6, stores.writtenCompared, 24, 4],
    ],
  ],
});
