import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { linesOn } from '../sign.ts';

/** gateway names its spans by the URL, ids included. */
export const idsInSpanNames: Fault = {
  name: 'ids-in-span-names',
  group: 'telemetry',
  does: 'gateway names its spans by the URL, ids included.',
  strength: { usual: 60, min: 20, max: 1000, unit: 'ids' },
  means: byFlags('span names from url.path, with so many different ids', [
    { name: 'ids-in-span-names', rule: at('gateway'), value: 'strength' },
  ]),
  sign: {
    ...linesOn({ panel: 'apm-rate-by-route' }),
    look: 'a line for each id instead of one for the route',
    bound: { above: 20 },
  },
  within: { seen: 30, gone: 60 },
  namedBy: { rule: { id: 'SPA-003', service: 'gateway' } },
  counts: { wrong: 'exact in their sum, under other names' },
  cause:
    'Each name is a time series, or several: of buckets there are twenty for each. Series cost memory and never end. The collector’s connector stops at a limit and counts the rest together (otel_metric_overflow), so that sums stay right and names are gone.',
  game: {
    part: 'gateway',
    level: 1,
    hints: ['Somebody says too much.', 'How many routes does gateway have, and how many are shown?'],
  },
};
