import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** A thread of stock uses a whole core, beside its requests. */
export const cpuBurn: Fault = {
  name: 'cpu-burn',
  group: 'application',
  does: 'A thread of stock uses a whole core, beside its requests.',
  strength: { usual: 1, min: 1, max: 2, unit: 'threads' },
  means: byFlags('hashes without end in a thread of its pool', [
    { name: 'cpu-burn', rule: at('stock'), value: 'strength' },
  ]),
  sign: {
    ...onPanel({ panel: 'node-cpu', show: { service: 'stock' }, line: where('service_name', 'stock') }),
    look: 'stock uses far more CPU than it has requests for',
    bound: { above: 0.35 },
  },
  within: { seen: 40, gone: 60 },
  counts: 'exact',
  cause:
    'Work in another thread leaves the event loop free: its delay stays small, while the process uses a core. Requests become slow only when the machine has no core left, and then those of its neighbours do as well.',
  game: {
    part: 'stock',
    level: 3,
    hints: ['Everything may be a little slower.', 'Who uses the CPU, and is its event loop busy?'],
  },
};
