import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { thenAtEnd } from '../means/means.ts';
import { onPanel, where } from '../sign.ts';
import { runAgain } from '../means/parts.ts';

/** orders ends with an exception that nobody catches, at each GET /chain. */
export const crash: Fault = {
  name: 'crash',
  group: 'application',
  does: 'orders ends with an exception that nobody catches, at each GET /chain.',
  means: thenAtEnd(
    byFlags('an exception outside of any handler', [{ name: 'crash', rule: at('orders', 'GET /chain'), value: 1 }]),
    (lab) => runAgain(lab, 'orders'), // nobody starts a process again that ended by itself, natively; Docker does
  ),
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
