import * as spm from '../panels/performance.ts';
import { interval, service, spanKind } from '../variables.ts';
import { dashboard } from './build.ts';

export const servicePerformance = dashboard({
  uid: 'service-performance',
  title: 'Service Performance Monitoring',
  short: 'Performance',
  file: 'Services/service-performance.json',
  answers: 'Which operation of a service should be looked at first?',
  reading:
    'The same table and three graphs as Jaeger’s Monitor tab, on every stack. Begin with the table’s first line. Below, the last 24 h of every service.',
  variables: [service, spanKind, interval],
  rows: [
    [
      100,
      'Service',
      [4, spm.monitorOperations, 15, 16],
      [
        [1, spm.monitorLatency, 9, 6],
        [2, spm.monitorErrorRate, 9, 5],
        [3, spm.monitorRequestRate, 9, 5],
      ],
    ],
    [101, 'The last day, all services', [5, spm.dayRate, 8, 8], [6, spm.dayErrors, 8, 8], [7, spm.dayLatency, 8, 8]],
  ],
});
