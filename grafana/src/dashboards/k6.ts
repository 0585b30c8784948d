import { rateByRoute } from '../panels/apm.ts';
import * as k6 from '../panels/k6.ts';
import { interval, route, service, status } from '../variables.ts';
import { dashboard } from './build.ts';

export const k6AndItsEffect = dashboard({
  uid: 'k6-and-its-effect',
  title: 'k6 and its effect',
  file: 'Lab/k6-and-its-effect.json',
  answers: 'How does the load affect the service, and do caller and service measure the same?',
  reading:
    'On the left is what k6 sends, on the right its effect on the service. The latency panel has both measurements of the same requests.',
  variables: [service, route, status, interval],
  rows: [
    [
      100,
      'Load and effect',
      [1, k6.loadByScenario, 12, 8],
      [2, rateByRoute, 12, 8],
      [3, k6.sentAndServed, 8, 8],
      [4, k6.latencyBothSides, 8, 8],
      [5, k6.failures, 8, 8],
    ],
    [
      101,
      'More about both',
      [6, k6.latencyByName, 12, 8],
      [7, k6.serverEffect, 12, 8],
      [8, k6.virtualUsers, 12, 8],
      [9, k6.iterations, 12, 8],
    ],
  ],
});
