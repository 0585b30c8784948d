import * as machine from '../panels/machine.ts';
import { dashboard } from './build.ts';

export const machineAndProcesses = dashboard({
  uid: 'machine',
  title: 'Machine and processes',
  short: 'Machine',
  file: 'Machine/machine-and-processes.json',
  answers: 'Is it the program, or is it the machine? Which part of the lab uses it?',
  reading:
    'The machine first: where its CPUs, memory or disk are used up, every latency is suspect. Then each part of the lab as a process, which only the native runtime can show.',
  capability: 'machine',
  variables: [],
  rows: [
    [
      100,
      'Machine',
      [
        [1, machine.cpuShare, 4, 4],
        [2, machine.memoryShare, 4, 4],
      ],
      [3, machine.cpu, 10, 8],
      [4, machine.memory, 10, 8],
      [5, machine.load, 12, 8],
      [6, machine.disk, 12, 8],
    ],
    [101, 'Processes of the lab', [7, machine.processCpu, 12, 8], [8, machine.processMemory, 12, 8]],
    [
      102,
      'Traffic, and which processes',
      [9, machine.diskTraffic, 12, 8],
      [10, machine.network, 12, 8],
      [11, machine.processes, 12, 8],
      [12, machine.restarts, 12, 8],
    ],
  ],
});
