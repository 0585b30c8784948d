import { label, metric } from '../names.ts';
import { errorShare, quantile, rate, servedAnyRoute } from '../promql.ts';
import { compared, series, timeseries } from './build.ts';

const noLoad = { mayBeEmpty: 'no k6 has run in the range' };

const requests = (selector = '', by: readonly string[] = []) => rate(metric.k6Requests, selector, by);
/** k6 sends native histograms, in ms. Empty while it sends no requests. */
const answered = (q: number, by = '') =>
  `(histogram_quantile(${q}, sum${by}(rate(k6_http_req_duration_milliseconds[$interval]))) >= 0)`; // NaN is not

export const sentAndServed = timeseries({
  id: 'k6-sent-and-served',
  title: 'Sent and served',
  unit: 'reqps',
  queries: [
    series('A', requests(), 'k6: sent', { expects: noLoad }),
    series('B', rate(metric.calls, servedAnyRoute), 'service: served', { expects: { load: { fact: 'requestRate' } } }),
  ],
  tells:
    'Requests that k6 sends, and requests that the service reports as served. The lines match if k6 is the only client.',
  looksBad:
    'Served is lower: connections are refused, or spans are lost (Telemetry pipeline). Higher: there is another client.',
});

export const latencyBothSides = timeseries({
  id: 'k6-latency-both-sides',
  title: 'Latency: client and server',
  unit: 'ms',
  queries: [
    series('A', answered(0.95), 'k6: p95', {
      expects: noLoad,
    }),
    series('B', quantile(0.95, servedAnyRoute), 'service: p95', { expects: { load: { fact: 'latency' } } }),
    series('C', answered(0.5), 'k6: p50', {
      expects: noLoad,
    }),
    series('D', quantile(0.5, servedAnyRoute), 'service: p50', { expects: { load: { fact: 'latency' } } }),
  ],
  tells:
    'The same requests, measured by their caller and by the service. The difference is time on the network and waiting for the handler.',
  looksBad:
    'A wide gap: requests wait before the service sees them. Its event loop is busy (Node.js runtime), or there are too few connections.',
});

export const latencyByName = timeseries({
  id: 'k6-latency-by-request',
  title: 'Client latency by request, p95',
  unit: 'ms',
  queries: [series('A', answered(0.95, ' by (name) '), '{{name}}')],
  legend: compared,
  tells: '95 % of the answers were at least this fast, per request name of the script.',
  looksBad:
    'Compare with p95 latency by route in OpenTelemetry APM: if only the client is slow, requests wait; if both are slow, the service works on them.',
  expects: noLoad,
});

export const failures = timeseries({
  id: 'k6-failures',
  title: 'Failed requests: client and server',
  unit: 'percentunit',
  queries: [
    series(
      'A',
      `(${requests('expected_response="false"')} or ${requests()} * 0) / (${requests()} > 0)`,
      'k6: not expected',
      { expects: { range: [0, 1], ...noLoad } },
    ),
    series('B', errorShare(servedAnyRoute), 'service: errors', {
      expects: { range: [0, 1], load: { fact: 'errorShare' } },
    }),
  ],
  softMax: 0.1,
  tells:
    'Answers that k6 did not expect (4xx and 5xx unless the script says otherwise), and errors that the service counted itself (5xx).',
  looksBad:
    'Only k6 has failures: they are 4xx, or connections were refused and the requests never reached the service.',
  expects: { range: [0, 1] },
});

export const virtualUsers = timeseries({
  id: 'k6-virtual-users',
  title: 'Virtual users',
  unit: 'short',
  queries: [series('A', 'sum(k6_vus)', 'busy'), series('B', 'sum(k6_vus_max)', 'ready', { dashed: true })],
  tells: 'Virtual users of k6: those that are busy, and, dashed, those that are ready.',
  looksBad: 'All are busy: k6 cannot send more than this, whatever the script states.',
  expects: noLoad,
});

export const iterations = timeseries({
  id: 'k6-iterations',
  title: 'Iterations',
  unit: 'ops',
  queries: [
    series('A', rate('k6_iterations_total', '', ['scenario']), '{{scenario}}'),
    series('B', rate('k6_dropped_iterations_total', '', ['scenario']), '{{scenario}}: dropped', {
      expects: {
        mayBeEmpty: 'k6 has kept up',
        lazyMetrics: { k6_dropped_iterations_total: 'k6 could not keep up with its arrival rate' },
      },
    }),
  ],
  tells: 'Runs of the script per second, and those that were due but found no free virtual user.',
  looksBad: 'Dropped: the load is lower than planned, and latency looks better than it is.',
  expects: noLoad,
});

export const serverEffect = timeseries({
  id: 'k6-event-loop',
  title: 'Effect: event-loop utilisation',
  unit: 'percentunit',
  queries: [series('A', `max by (${label.service}) (nodejs_eventloop_utilization_ratio)`, `{{${label.service}}}`)],
  max: 1,
  tells: 'Event-loop utilisation of each service under the load.',
  looksBad: 'Near 1: requests now wait in a queue. This is the limit of the service.',
  expects: { range: [0, 1] },
});
