import { annotations } from '../annotations.ts';
import { layOut } from '../layout.ts';
import { everyStack, type Dashboard } from '../model.ts';
import * as node from '../panels/nodejs.ts';
import { services } from '../variables.ts';

export const nodejsRuntime: Dashboard = {
  uid: 'nodejs-runtime',
  title: 'Node.js runtime',
  file: 'Services/nodejs-runtime.json',
  answers: 'Is a process itself the reason why requests are slow?',
  reading: 'Event loop first: if it is calm, the process waits for others. Then CPU, collection of garbage, memory.',
  stacks: everyStack,
  variables: [services],
  annotations,
  from: 'now-15m',
  refresh: '5s',
  rows: layOut([
    {
      id: 100,
      title: 'Event loop',
      slots: [
        [1, node.eventLoopDelay, 12, 8],
        [2, node.eventLoopUtilisation, 12, 8],
        [3, node.cpu, 12, 8],
        [4, node.activeResources, 12, 8],
      ],
    },
    {
      id: 101,
      title: 'Memory',
      slots: [
        [5, node.residentMemory, 8, 8],
        [6, node.heapUsed, 8, 8],
        [7, node.heapBySpace, 8, 8],
      ],
    },
    {
      id: 102,
      title: 'Garbage collection',
      slots: [
        [8, node.gcTime, 12, 8],
        [9, node.gcPause, 12, 8],
      ],
    },
  ]),
};
