import { label, metric, spanKinds } from '@span-metrics-lab/grafana';
import { JaegerMonitor } from '../../backends/jaeger-monitor.ts';
import { describeError } from '../../base/poll.ts';
import { appRoles } from '../../parts/parts.ts';
import { LabError } from '../../base/lab-error.ts';
import type { Hop, CheckContext } from '../hop.ts';
import { compareMonitor, type Comparison } from '../monitor/compare.ts';
import { type Plan, sendKnownLoad, shuffle, sleeping } from '../load/known-load.ts';

const collectorFile = 'see connectors.span_metrics in the collector configuration (otel-collector/)';
const jaegerFile = 'see extensions.jaeger_storage.metric_backends in jaeger/';

/** Nothing that blocks the event loop: durations are compared. */
const calm = sleeping.filter((s) => s.route !== 'GET /cpu_task');

/** The longer the samples last, the less `rate()` extrapolates. */
const plan: Plan = { scenarios: shuffle(Array.from({ length: 12 }, () => calm).flat()), seconds: 4.5 };

/** Jaeger's Monitor tab shows the numbers of our own requests. */
export const monitorHop: Hop = {
  name: 'monitor',
  title: "Jaeger's Monitor is right",
  expected:
    'calls, error share and p50, p75, p95 of each route match our requests, within the accuracy of scrape interval and buckets',
  needs: ['store'],
  skipReason: ({ endpoints }) => (endpoints.jaeger ? undefined : 'no Jaeger in this stack'),
  walk: async (context) => {
    const { endpoints, prometheus } = context;
    let comparison: Comparison;
    try {
      const load = await sendKnownLoad(endpoints, prometheus, { warmUp: calm, plan });
      if (load.uncounted) throw new Error(load.uncounted);
      comparison = await compareMonitor(endpoints.jaeger!, prometheus, load);
    } catch (error) {
      throw (
        (await explain(context)) ?? new LabError({ what: describeError(error), next: 'npm run lab -- logs jaeger' })
      );
    }
    const { compared, differences, empty } = comparison;
    if (differences.length === 0) return `${compared} numbers of ${appRoles.length} services agree with what was sent`;
    throw (
      explainEmpty(empty) ??
      explainNoShare(differences) ??
      new LabError({
        what: `${differences.length} of ${compared} numbers differ; ${differences.slice(0, 3).map(describe).join('; ')}`,
        cause: 'scrapes were missed, or the collector counted spans twice after a retry',
        next: 'npm run lab -- logs collector',
      })
    );
  },
};

function describe({ service, operation, what, expected, found }: Comparison['differences'][number]): string {
  return `${service} ${operation || '(all)'} ${what}: expected ${expected}, found ${found}`;
}

/** Prometheus has the metrics (else this is not called), so Jaeger must query other names. */
function explainEmpty(empty: Comparison['empty']): LabError | undefined {
  if (empty.calls && empty.latencies) {
    return new LabError({
      what: `Jaeger finds neither calls nor latencies; Prometheus has ${metric.calls} and ${metric.durationBucket}`,
      cause:
        'Jaeger queries other names: normalize_calls and normalize_duration are missing, or metric_namespace differs',
      next: jaegerFile,
    });
  }
  if (empty.calls)
    return new LabError({
      what: `Jaeger finds latencies but no calls; Prometheus has ${metric.calls}`,
      cause: 'normalize_calls is missing: Jaeger queries a name without _total',
      next: jaegerFile,
    });
  if (empty.latencies) {
    return new LabError({
      what: `Jaeger finds calls but no latencies; Prometheus has ${metric.durationBucket}`,
      cause: 'normalize_duration is missing, or latency_unit is not ms: Jaeger queries a name without _milliseconds',
      next: jaegerFile,
    });
  }
  return undefined;
}

/** Only shares of errors are missing: Jaeger divides errors by calls, and there are no errors to divide. */
function explainNoShare(differences: Comparison['differences']): LabError | undefined {
  if (differences.some(({ what, found }) => what !== 'error share' || found !== 'nothing')) return undefined;
  const [first] = differences;
  return new LabError({
    what: `${differences.length} operations without errors say "No Data" instead of 0 %; ${describe(first!)}`,
    cause: 'Prometheus does not record their zeros: the rule is missing, or is not evaluated',
    next: 'see prometheus/rules/zero-errors.yaml, and /rules on the page of Prometheus',
  });
}

/** Why our traffic is not visible: metric name, span kind, or Jaeger's connection to Prometheus. */
async function explain({ prometheus, endpoints }: CheckContext): Promise<LabError | undefined> {
  const series = await prometheus
    .query(`count by (__name__, ${label.kind}) ({__name__=~".*calls_total", ${label.kind}!=""})`)
    .catch(() => undefined);
  if (series) {
    const ours = series.filter((s) => s.labels['__name__'] === metric.calls);
    const names = [...new Set(series.map((s) => s.labels['__name__']))];
    if (ours.length === 0) {
      return new LabError({
        what: `Prometheus has no ${metric.calls}${names.length > 0 ? `, but ${names.join(', ')}` : ''}`,
        cause: "the connector's namespace differs: Jaeger and the dashboards read this name",
        next: collectorFile,
      });
    }
    const kinds = ours.map((s) => s.labels[label.kind]);
    if (!kinds.includes(spanKinds.server)) {
      return new LabError({
        what: `${metric.calls} has only ${kinds.join(', ')}`,
        cause: 'no SERVER spans: the Monitor tab counts only these',
        next: 'see app/src/telemetry, and the processors before span_metrics',
      });
    }
  }
  const silent = await new JaegerMonitor(endpoints.jaeger!)
    .calls('gateway', Date.now(), false)
    .then(() => undefined, describeError);
  if (!silent) return undefined;
  const disabled = /disabled|501/.test(silent);
  return new LabError({
    what: silent,
    cause: disabled
      ? 'Jaeger has no metrics storage: jaeger_query.storage.metrics is not set'
      : 'Jaeger does not reach Prometheus, or does not run',
    next: disabled ? jaegerFile : 'npm run lab -- start jaeger',
  });
}
