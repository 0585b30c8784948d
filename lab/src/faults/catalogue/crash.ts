import type { Fault } from '../fault.ts';
import type { Lab } from '../../runtime/lab.ts';
import { at, byFlags } from '../means/flags.ts';
import { onPanel, where } from '../sign.ts';
import { runAgain } from '../means/parts.ts';

/** orders ends with an exception that nobody catches, at each GET /chain. */
export const crash: Fault = {
  name: 'crash',
  group: 'application',
  does: 'orders ends with an exception that nobody catches, at each GET /chain.',
  means: crashing(),
  sign: {
    ...onPanel({
      panel: 'apm-error-share-by-route',
      show: { service: 'gateway' },
      line: where('span_name', 'GET /chain'),
    }),
    look: 'gateway answers GET /chain with 502; orders has no new requests at all',
    bound: { above: 0.5 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'ServiceSilent' },
  counts: { wrong: 'the request that ended the process has no span in orders' },
  cause:
    'A process that ends takes its last request with it: there is no span of it, and no error of its own. What shows it are its callers, its silence, and the last lines of its log. Docker starts it again at once, and the next request ends it again.',
  game: {
    part: 'orders',
    level: 1,
    hints: ['Somebody is not there.', 'Which service has no new spans, and what are the last lines of its log?'],
  },
};

/** Nobody starts a process again that ended by itself, natively; Docker does. */
function crashing() {
  const flags = byFlags('an exception outside of any handler', [
    { name: 'crash', rule: at('orders', 'GET /chain'), value: 1 },
  ]);
  return { ...flags, end: (lab: Lab) => flags.end(lab).then(() => runAgain(lab, 'orders')) };
}
