import { withBoth } from '../model.ts';
import * as stores from '../panels/stores.ts';
import { service } from '../variables.ts';
import { dashboard } from './build.ts';

export const compareStores = dashboard({
  uid: 'compare-stores',
  title: 'Compare stores',
  file: 'Stores/compare-stores.json',
  answers: 'Do Tempo, Jaeger and the metrics agree?',
  reading:
    'Each graph has two sources, whose lines should match. The bars compare counts by route. Below are the traces themselves.',
  stacks: withBoth,
  variables: [service],
  refresh: '10s',
  rows: [
    [
      100,
      'Metrics and stored spans',
      [1, stores.ratesCompared, 8, 8],
      [2, stores.latencyCompared, 8, 8],
      [3, stores.errorsCompared, 8, 8],
      [4, stores.countsOfMetrics, 8, 9],
      [5, stores.countsOfTempo, 8, 9],
      [6, stores.writtenCompared, 8, 9],
    ],
    [101, 'Traces', [7, stores.tempoTraces, 12, 10], [8, stores.jaegerTraces, 12, 10]],
  ],
});
