import * as apm from '../panels/apm.ts';
import { interval, route, service, status } from '../variables.ts';
import { dashboard } from './build.ts';

export const openTelemetryApm = dashboard({
  uid: 'opentelemetry-apm',
  title: 'OpenTelemetry APM',
  short: 'APM',
  file: 'Services/opentelemetry-apm.json',
  answers:
    'How many requests does a service get, which of them fail, how slow are they, and which service calls which?',
  reading:
    'The first screen has the numbers of the shown range: the service, each operation, each status. Below are their course by route, the distribution of latency, and the calls between services. Dots in the heatmap and on p95 are traces. Table and graph link to one operation or service.',
  variables: [service, route, status, interval],
  rows: [
    [
      100,
      'Requests of the shown range',
      [1, apm.totalRequests, 5, 4],
      [2, apm.overallRate, 5, 4],
      [3, apm.overallErrorRate, 5, 4],
      [4, apm.traceStores, 9, 4],
      [16, apm.operations, 16, 12],
      [
        [5, apm.requestsByStatus, 8, 7],
        [9, apm.errorsByRoute, 8, 5],
      ],
    ],
    [101, 'By route', [10, apm.rateByRoute, 12, 9], [12, apm.errorShareByRoute, 12, 9], [11, apm.p95ByRoute, 24, 9]],
    [
      102,
      'Distribution of latency',
      [13, apm.latencyHeatmap, 24, 9],
      [14, apm.p50ByRoute, 12, 9],
      [15, apm.p99ByRoute, 12, 9],
    ],
    [103, 'Service graph', [17, apm.serviceGraph, 24, 11]],
  ],
});
