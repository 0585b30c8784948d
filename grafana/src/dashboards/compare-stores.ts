import { annotations } from '../annotations.ts';
import { layOut } from '../layout.ts';
import { withTempo, type Dashboard } from '../model.ts';
import * as stores from '../panels/stores.ts';
import { service } from '../variables.ts';

export const compareStores: Dashboard = {
  uid: 'compare-stores',
  title: 'Compare stores',
  file: 'Stores/compare-stores.json',
  answers: 'Do Tempo, Jaeger and the metrics tell the same story?',
  reading:
    'Two accounts in each graph; they should cover each other. The bars compare counts by route. Below, the traces themselves.',
  stacks: withTempo,
  variables: [service],
  annotations,
  from: 'now-15m',
  refresh: '10s',
  rows: layOut([
    {
      id: 100,
      title: 'Metrics and stored spans',
      slots: [
        [1, stores.ratesCompared, 8, 8],
        [2, stores.latencyCompared, 8, 8],
        [3, stores.errorsCompared, 8, 8],
        [4, stores.countsOfMetrics, 8, 9],
        [5, stores.countsOfTempo, 8, 9],
        [6, stores.writtenCompared, 8, 9],
      ],
    },
    {
      id: 101,
      title: 'Traces',
      slots: [
        [7, stores.tempoTraces, 12, 10],
        [8, stores.jaegerTraces, 12, 10],
      ],
    },
  ]),
};
