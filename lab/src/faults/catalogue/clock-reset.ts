import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { onLoss } from '../sign.ts';

/** The clock of stock is years behind. */
export const clockReset: Fault = {
  name: 'clock-reset',
  group: 'telemetry',
  does: 'The clock of stock is years behind.',
  strength: { usual: 6, min: 1, max: 20, unit: 'years' },
  needs: ['logs'],
  means: byFlags('Date.now() of the process', [{ name: 'clock-reset', rule: at('stock'), value: 'strength' }]),
  sign: {
    ...onLoss('VictoriaLogs: left out', 'Loki: left out'),
    look: 'log lines that the log store does not take',
    bound: { above: 0.05 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'LogLinesLeftOut' },
  counts: { wrong: 'its log lines are missing; spans are exact' },
  cause:
    'A machine without a battery for its clock, started without a time server, lives in another year. Stores keep what is younger than their retention: its log lines are not taken, and its spans are found by their trace id alone, since a search for the last hour does not reach them. Metrics are right, for the collector counts by its own clock.',
  game: {
    part: 'stock',
    level: 2,
    hints: [
      'A service works and writes no lines.',
      'Follow one trace through all services: when does each of its spans begin?',
    ],
  },
};
