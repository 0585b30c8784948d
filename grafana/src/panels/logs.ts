import { label } from '../names.ts';
import { anyOf } from '../selector.ts';
import { count, lines, logs, stat, timeseries, worstFirst } from './build.ts';

const ofServices = `{${label.service}=~${anyOf('service')}}`;
/** Loki gives each line a level, from its severity or else from its text. */
const failed = `${label.level}=~"error|critical|fatal"`;
const counted = (filter = '', window = '$__auto') => `count_over_time(${ofServices}${filter} [${window}])`;

export const volumeBySeverity = timeseries({
  id: 'logs-by-severity',
  title: 'Lines by severity',
  unit: 'short',
  stacked: true,
  queries: [count('A', `sum by (${label.level}) (${counted()})`, `{{${label.level}}}`)],
  tells: 'Lines of the chosen services in each step, by severity.',
  looksBad: 'error or warn grows: see the lines below, and open their traces. None at all: see Telemetry pipeline.',
});

export const volumeByService = timeseries({
  id: 'logs-by-service',
  title: 'Lines by service',
  unit: 'short',
  stacked: true,
  queries: [count('A', `sum by (${label.service}) (${counted()})`, `{{${label.service}}}`)],
  tells: 'Lines in each step, by service: each request makes one for each service that it passes.',
  looksBad: 'A service without lines, while it answers requests: its lines are lost, or its LOG_LEVEL is higher.',
});

export const errorLines = stat({
  id: 'logs-errors',
  title: 'Errors',
  unit: 'short',
  queries: [count('A', `sum(${counted(` | ${failed}`, '$__range')}) or vector(0)`, 'errors', { instant: true })],
  tells: 'Lines with severity error or above in the shown range.',
  looksBad: 'Above zero: see Errors and their traces.',
});

export const allLines = stat({
  id: 'logs-all',
  title: 'Lines',
  unit: 'short',
  queries: [count('A', `sum(${counted('', '$__range')}) or vector(0)`, 'lines', { instant: true })],
  tells: 'All lines of the chosen services in the shown range.',
  looksBad: 'Zero after requests: `npm run check` names the hop where they are lost.',
});

export const errorsByService = timeseries({
  id: 'logs-errors-by-service',
  title: 'Errors by service',
  unit: 'short',
  legend: worstFirst,
  queries: [
    count('A', `sum by (${label.service}) (${counted(` | ${failed}`)})`, `{{${label.service}}}`, {
      expects: { mayBeEmpty: 'nothing was logged as an error' },
    }),
  ],
  tells: 'Lines with severity error or above in each step, by service.',
  looksBad: 'One service alone: it is the cause. Several: the one that is called by the others, first in time.',
});

export const errorsShown = logs({
  id: 'logs-errors-shown',
  title: 'Errors and their traces',
  unit: 'short',
  queries: [
    lines('A', `${ofServices} | ${failed}`, 'errors', { expects: { mayBeEmpty: 'nothing was logged as an error' } }),
  ],
  tells: 'The lines themselves, newest first. Open one: its field trace_id leads to the trace.',
  looksBad: 'Open the trace: the line says what failed, the spans say where, and what was waited for.',
});

export const linesShown = logs({
  id: 'logs-shown',
  title: 'All lines',
  unit: 'short',
  queries: [lines('A', ofServices, 'lines')],
  tells: 'Every line of the chosen services, newest first. Explore searches them by text.',
  looksBad: 'Lines without trace_id: they were logged outside a request, or the service has no SDK.',
});
