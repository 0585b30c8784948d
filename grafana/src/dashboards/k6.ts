import { annotations } from '../annotations.ts';
import { layOut } from '../layout.ts';
import { everyStack, type Dashboard } from '../model.ts';
import { rateByRoute } from '../panels/apm.ts';
import * as k6 from '../panels/k6.ts';
import { interval, route, service, status } from '../variables.ts';

export const k6AndItsEffect: Dashboard = {
  uid: 'k6-and-its-effect',
  title: 'k6 and its effect',
  file: 'Lab/k6-and-its-effect.json',
  answers: 'What does the load do to the service, and do caller and service see the same?',
  reading:
    'Left what k6 does, right what the service makes of it. The latency panel holds both accounts of the same requests.',
  stacks: everyStack,
  variables: [service, route, status, interval],
  annotations,
  from: 'now-15m',
  refresh: '5s',
  rows: layOut([
    {
      id: 100,
      title: 'Load and effect',
      slots: [
        [1, k6.loadByScenario, 12, 8],
        [2, rateByRoute, 12, 8],
        [3, k6.sentAndServed, 8, 8],
        [4, k6.latencyBothSides, 8, 8],
        [5, k6.failures, 8, 8],
      ],
    },
    {
      id: 101,
      title: 'More of both',
      slots: [
        [6, k6.latencyByName, 12, 8],
        [7, k6.serverEffect, 12, 8],
        [8, k6.virtualUsers, 12, 8],
        [9, k6.iterations, 12, 8],
      ],
    },
  ]),
};
