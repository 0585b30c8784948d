import * as k6 from '../panels/k6.ts';
import { interval, service } from '../variables.ts';
import { dashboard } from './build.ts';

export const k6AndItsEffect = dashboard({
  uid: 'k6-and-its-effect',
  title: 'k6 and its effect',
  short: 'k6',
  file: 'Lab/k6-and-its-effect.json',
  answers: 'How does the load affect the service, and do caller and service measure the same?',
  reading:
    'Rate, latency and failures have both measurements of the same requests; event-loop utilisation shows how much of the service the load takes. Below is what k6 itself does.',
  variables: [service, interval],
  rows: [
    [
      100,
      'Load and effect',
      [3, k6.sentAndServed, 12, 8],
      [4, k6.latencyBothSides, 12, 8],
      [5, k6.failures, 12, 8],
      [7, k6.serverEffect, 12, 8],
    ],
    [101, 'k6 itself', [6, k6.latencyByName, 24, 9], [8, k6.virtualUsers, 12, 8], [9, k6.iterations, 12, 8]],
  ],
});
