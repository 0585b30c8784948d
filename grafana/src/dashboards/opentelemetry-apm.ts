import * as apm from '../panels/apm.ts';
import { interval, route, service, status } from '../variables.ts';
import { dashboard } from './build.ts';

export const openTelemetryApm = dashboard({
  uid: 'opentelemetry-apm',
  title: 'OpenTelemetry APM',
  file: 'Services/opentelemetry-apm.json',
  answers:
    'How many requests does a service get, which of them fail, how slow are they, and which service calls which?',
  reading:
    'Totals of the shown range first, then rate and errors by route, then latency. Dots in the heatmap and on p95 are traces. Table and graph link to one operation or service.',
  variables: [service, route, status, interval],
  rows: [
    [
      100,
      'Requests of the shown range',
      [1, apm.totalRequests, 4, 4],
      [2, apm.overallRate, 4, 4],
      [3, apm.overallErrorRate, 4, 4],
      [4, apm.traceStores, 4, 4],
      [5, apm.requestsByStatus, 8, 4],
      [6, apm.requestDistribution, 6, 6],
      [7, apm.loadingDistribution, 6, 6],
      [8, apm.averageByRoute, 6, 6],
      [9, apm.errorsByRoute, 6, 6],
      [10, apm.rateByRoute, 8, 7],
      [11, apm.p95ByRoute, 8, 7],
      [12, apm.errorShareByRoute, 8, 7],
    ],
    [101, 'Latency', [13, apm.latencyHeatmap, 12, 9], [14, apm.p50ByRoute, 6, 9], [15, apm.p99ByRoute, 6, 9]],
    [102, 'Operations', [16, apm.operations, 24, 9]],
    [103, 'Service graph', [17, apm.serviceGraph, 24, 11]],
  ],
});
