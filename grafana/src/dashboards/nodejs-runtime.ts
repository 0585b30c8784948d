import * as node from '../panels/nodejs.ts';
import { services } from '../variables.ts';
import { dashboard } from './build.ts';

export const nodejsRuntime = dashboard({
  uid: 'nodejs-runtime',
  title: 'Node.js runtime',
  short: 'Node.js',
  file: 'Services/nodejs-runtime.json',
  answers: 'Is a process itself the reason why requests are slow?',
  reading: 'Event loop first: if it is idle, the process waits for others. Then CPU, garbage collection, memory.',
  variables: [services],
  rows: [
    [
      100,
      'Event loop',
      [1, node.eventLoopDelay, 12, 8],
      [2, node.eventLoopUtilisation, 12, 8],
      [3, node.cpu, 12, 8],
      [8, node.gcTime, 12, 8],
    ],
    [101, 'Memory', [5, node.residentMemory, 12, 8], [6, node.heapUsed, 12, 8], [7, node.heapBySpace, 24, 8]],
    [102, 'What the process does', [9, node.gcPause, 12, 8], [4, node.activeResources, 12, 8]],
  ],
});
