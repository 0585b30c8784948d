import type { Fault } from '../fault.ts';
import { byCollectorLayer, exportersTo } from '../means/collector.ts';
import { onLoss } from '../sign.ts';

/** The collector sends log lines in a form that the log store does not take. */
export const logsRefused: Fault = {
  name: 'logs-refused',
  group: 'pipeline',
  does: 'The collector sends log lines in a form that the log store does not take.',
  needs: ['logs'],
  means: byCollectorLayer(
    'the exporter’s header Content-Encoding is br',
    exportersTo('logs', '{ headers: { Content-Encoding: br } }'),
  ),
  sign: {
    ...onLoss('collector: log lines not sent'),
    look: 'log lines that the log store refused for good',
    bound: { above: 0.1 },
  },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'LogLinesLost', hop: 'logs' },
  counts: 'exact',
  cause:
    'Traces and numbers are complete, lines are missing: each signal has an exporter and a queue of its own, so that one that is refused harms no other. What is refused for good (4xx) is dropped at once, because it would be refused again. The collector counts it and writes the answer into its log.',
  game: {
    part: 'collector',
    level: 2,
    hints: ['One of three signals ends.', 'What does the collector count as not sent?'],
  },
};
