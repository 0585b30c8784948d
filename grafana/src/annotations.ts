import type { Annotation } from './model.ts';
import { label } from './names.ts';
import { colours } from './palette.ts';
import { series } from './panels/build.ts';

const lazy = { mayBeEmpty: 'nothing has restarted or failed' };

/** A restarted service continues in the same series, from zero. */
export const serviceRestarts: Annotation = {
  name: 'Service restarts',
  colour: colours.pink,
  step: '5s',
  title: `{{${label.service}}} restarted`,
  tells: 'A service restarted: its counters fell to zero.',
  query: series(
    'restarts',
    `sum by (${label.service}) (resets(nodejs_eventloop_time_seconds_total{nodejs_eventloop_state="active"}[15s])) > 0`,
    `{{${label.service}}} restarted`,
    { expects: lazy },
  ),
};

export const engineRestarts: Annotation = {
  name: 'Engine restarts',
  colour: colours.sky,
  step: '5s',
  title: '{{job}} restarted',
  tells: 'The collector or a store restarted.',
  query: series(
    'engines',
    'max by (job) (resets({__name__=~"otelcol_process_uptime|otelcol_process_uptime_seconds_total"}[15s]) or ' +
      'changes(process_start_time_seconds{job=~"prometheus|tempo"}[15s])) > 0',
    '{{job}} restarted',
    { expects: lazy },
  ),
};

export const down: Annotation = {
  name: 'Not reachable',
  colour: colours.vermillion,
  step: '5s',
  title: '{{job}} is not reachable',
  tells: 'Prometheus could not scrape this part.',
  query: series('down', 'max by (job) (up == bool 0) > 0', '{{job}} is not reachable', { expects: lazy }),
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
