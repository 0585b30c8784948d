import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** orders keeps memory that it no longer needs, up to 150 MB. */
export const memoryLeak: Fault = {
  name: 'memory-leak',
  group: 'application',
  does: 'orders keeps memory that it no longer needs, up to 150 MB.',
  strength: { usual: 5, min: 1, max: 20, unit: 'MB/s' },
  means: byFlags('buffers that stay referenced', [{ name: 'memory-leak', rule: at('orders'), value: 'strength' }]),
  sign: {
    ...onPanel({ panel: 'node-memory', show: { service: 'orders' }, line: where('service_name', 'orders') }),
    look: 'the memory of orders rises without end, while the heap does not',
    bound: { above: 35e6 },
    against: 'difference',
  },
  within: { seen: 60, gone: 120 },
  counts: 'exact',
  cause:
    'Memory that something still refers to is never freed. Here it is outside of the JavaScript heap, in buffers: resident memory rises and the heap does not, which tells where to look. Requests are fast until the system ends the process.',
  game: {
    part: 'orders',
    level: 2,
    hints: ['No request is slow, none fails: yet.', 'Which service has more memory than a minute ago?'],
  },
};
