import type { LabelVariable, ListVariable } from './model.ts';
import { label, metric, serverSpans, spanKinds } from './names.ts';
import { servedAnyRoute } from './promql.ts';
import { seriesOf } from './selector.ts';

/** One service: its label values come from requests that it served. */
export const service: LabelVariable = {
  kind: 'label',
  name: 'service',
  label: 'Service',
  selector: seriesOf(metric.calls, serverSpans),
  values: label.service,
  multi: false,
  initial: 'gateway',
};

/** Several services that run on Node.js; initially all. It has the same name, so that links between dashboards keep it. */
export const services: LabelVariable = {
  ...service,
  label: 'Services',
  selector: 'nodejs_eventloop_utilization_ratio',
  multi: true,
  initial: '$__all',
};

export const route: LabelVariable = {
  kind: 'label',
  name: 'route',
  label: 'Route',
  selector: `${metric.calls}{${servedAnyRoute}}`,
  values: label.route,
  multi: true,
  initial: '$__all',
};

export const status: ListVariable = {
  kind: 'list',
  name: 'status',
  label: 'Status class',
  options: [
    { text: 'all', value: '.*' },
    { text: '2xx', value: '2..' },
    { text: '3xx', value: '3..' },
    { text: '4xx', value: '4..' },
    { text: '5xx', value: '5..' },
  ],
};

/**
 * The window of every rate. The first choice is at least 16 s and follows the zoom; `raw` is one step, from one point to the
 * next: the nervous view, in which the newest second weighs most.
 */
export const interval: ListVariable = {
  kind: 'list',
  name: 'interval',
  label: 'Rate over',
  options: [
    { text: 'auto', value: '$__rate_interval' },
    { text: 'raw', value: '$__interval' },
    { text: '30s', value: '30s' },
    { text: '1m', value: '1m' },
    { text: '5m', value: '5m' },
  ],
};

/** Jaeger's Monitor tab has the same choice. */
export const spanKind: ListVariable = {
  kind: 'list',
  name: 'kind',
  label: 'Span kind',
  options: [
    { text: 'server', value: spanKinds.server },
    { text: 'client', value: spanKinds.client },
  ],
};
