import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';

/** Failed requests of gateway have spans with the status of successful ones. */
export const wrongStatus: Fault = {
  name: 'wrong-status',
  group: 'telemetry',
  does: 'Failed requests of gateway have spans with the status of successful ones.',
  means: byFlags('an instrumentation that sets every status to OK', [
    { name: 'wrong-status', rule: at('gateway'), value: 1 },
  ]),
  sign: {
    ...onPanel({ panel: 'apm-error-share-by-route', line: where('span_name', 'GET /error_test') }),
    look: 'GET /error_test has no errors, although it answers nothing but 500',
    bound: { below: 0.3 },
  },
  within: { seen: 45, gone: 45 },
  namedBy: { rule: { id: 'LAB-005', service: 'gateway' } },
  counts: 'exact',
  cause:
    'Error rates are counted from the status of spans. If code sets it to OK for a request that failed, no dashboard and no objective sees the failure; the status of HTTP, which is another attribute, still does. Never set a status to OK that an instrumentation sets.',
  game: {
    part: 'gateway',
    level: 3,
    hints: ['It looks better than it is.', 'Compare errors with the statuses of HTTP.'],
  },
};
