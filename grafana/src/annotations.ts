import type { Annotation } from './model.ts';
import { label } from './names.ts';
import { colours } from './palette.ts';
import { series } from './panels/build.ts';

const lazy = { mayBeEmpty: 'nothing has restarted or failed' };

/**
 * Series that were reset, or changed upwards, in a step: between two samples in it, or since the last one before it, however
 * long nothing came. A fixed window would miss those between two of Grafana's steps, which grow with the range.
 */
const inStep = (what: 'resets' | 'changes', series: string) => {
  const than = what === 'resets' ? '<' : '>';
  return `${what}(${series}[$__interval]) > 0 or ${series} ${than} last_over_time(${series}[5m] offset $__interval)`;
};

const active = 'nodejs_eventloop_time_seconds_total{nodejs_eventloop_state="active"}';

/** A restarted service continues in the same series, from zero. */
export const serviceRestarts: Annotation = {
  name: 'Service restarts',
  colour: colours.pink,
  step: '5s',
  title: `{{${label.service}}} restarted`,
  tells: 'A service restarted: its counters fell to zero.',
  query: series(
    'restarts',
    `count by (${label.service}) (${inStep('resets', active)})`,
    `{{${label.service}}} restarted`,
    { minStep: '5s', expects: lazy },
  ),
};

const uptime = '{__name__=~"otelcol_process_uptime|otelcol_process_uptime_seconds_total"}';

/** Each of these processes has series of its own: a new one, where another was before. */
const before = `last_over_time(${uptime}[5m] offset $__interval)`;
const began = `(${uptime} unless ${before}) and on (job) ${before}`;

export const engineRestarts: Annotation = {
  name: 'Engine restarts',
  colour: colours.sky,
  step: '5s',
  title: '{{job}} restarted',
  tells: 'The collector or a store restarted.',
  query: series(
    'engines',
    `count by (job) (${began} or ${inStep('changes', 'process_start_time_seconds{job=~"prometheus|tempo"}')})`,
    '{{job}} restarted',
    { minStep: '5s', expects: lazy },
  ),
};

/** How often a step holds a sample without an answer: 0 or 1. */
const silent = (offset: string) => `(min_over_time(up[$__interval]${offset}) == bool 0)`;

/** One line where an outage begins. `up == 0` would be a region over every panel for as long as it lasts. */
export const down: Annotation = {
  name: 'Not reachable',
  colour: colours.vermillion,
  step: '5s',
  title: '{{job}} stopped answering',
  tells: 'From here on Prometheus could not scrape this part.',
  query: series(
    'down',
    `max by (job) (${silent('')} > ${silent(' offset $__interval')})`,
    '{{job}} stopped answering',
    { minStep: '5s', expects: lazy },
  ),
};

/** The annotations that the lab tool writes to Grafana when it stops, kills or starts a part. */
export const faults = {
  name: 'Faults',
  colour: colours.orange,
  tags: ['lab-fault'],
  tells:
    'What the lab tool did to a part, written to Grafana with the tag `lab-fault`: stopped or killed, and until when.',
} satisfies Annotation;

export const annotations: readonly Annotation[] = [serviceRestarts, engineRestarts, down, faults];
