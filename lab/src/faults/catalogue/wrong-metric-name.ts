import type { Fault } from '../fault.ts';
import { byCollectorLayer } from '../means/collector.ts';
import { onPanel } from '../sign.ts';

/** The collector names its metrics by another namespace. */
export const wrongMetricName: Fault = {
  name: 'wrong-metric-name',
  group: 'pipeline',
  does: 'The collector names its metrics by another namespace.',
  means: byCollectorLayer(
    'connectors.span_metrics.namespace: traces.spanmetrics',
    `connectors:
  span_metrics: { namespace: traces.spanmetrics }
  span_metrics/checks: { namespace: traces.spanmetrics }
`,
  ),
  sign: {
    ...onPanel({ panel: 'apm-request-rate' }),
    look: 'every panel of requests is empty, though traces arrive',
    bound: { below: 0.01 },
    absentIs: 0,
  },
  within: { seen: 45, gone: 60 },
  namedBy: { hop: 'connector' },
  counts: { wrong: 'what is counted meanwhile is under another name, and missing under the right one' },
  cause:
    'Dashboards, rules and alerts know metrics by name. After an update of a connector, or of its namespace, all of them find nothing, and an empty panel looks like a service without requests. Ask Prometheus for the names that it has, and alert on what is absent.',
  game: {
    part: 'collector',
    level: 3,
    hints: ['Traces arrive, numbers do not.', 'Which names does Prometheus have that begin with traces?'],
  },
};
