import { annotations } from '../annotations.ts';
import { layOut } from '../layout.ts';
import { everyStack, type Dashboard } from '../model.ts';
import * as apm from '../panels/apm.ts';
import { interval, route, service, status } from '../variables.ts';

export const openTelemetryApm: Dashboard = {
  uid: 'opentelemetry-apm',
  title: 'OpenTelemetry APM',
  file: 'Services/opentelemetry-apm.json',
  answers: 'How many requests does a service get, which fail, how slow are they, and who calls whom?',
  reading:
    'Totals of the shown range first, then rate and errors by route, then latency. Dots in the heatmap and on p95 are traces. Table and graph lead on to one operation or service.',
  stacks: everyStack,
  variables: [service, route, status, interval],
  annotations,
  from: 'now-15m',
  refresh: '5s',
  rows: layOut([
    {
      id: 100,
      title: 'Requests of the shown range',
      slots: [
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
    },
    {
      id: 101,
      title: 'Latency',
      slots: [
        [13, apm.latencyHeatmap, 12, 9],
        [14, apm.p50ByRoute, 6, 9],
        [15, apm.p99ByRoute, 6, 9],
      ],
    },
    { id: 102, title: 'Operations', slots: [[16, apm.operations, 24, 9]] },
    { id: 103, title: 'Service graph', slots: [[17, apm.serviceGraph, 24, 11]] },
  ]),
};
