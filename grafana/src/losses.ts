import { label, metric } from './names.ts';
import { everyStack, type Stack, withJaeger, withTempo } from './model.ts';
import { selector } from './selector.ts';

/** A way in which telemetry can be left out, cut or refused, with the counter that shows it. */
export type Loss = {
  /** Part and reason, as the dashboard's legend and the check name it. */
  what: string;
  /** What the counter counts. */
  unit: 'spans' | 'requests' | 'metric points' | 'log records' | 'calls' | 'edges' | 'attributes';
  counter: string;
  /** PromQL matchers, without braces. */
  matchers: string;
  /**
   * `sender`: what was sent cannot be kept, and only its sender can change that. `lab`: valid data was lost on the way.
   * `nobody`: it is sent again or still counted.
   */
  cause: 'sender' | 'lab' | 'nobody';
  why: string;
  next: string;
  stacks: readonly Stack[];
  /** When the counter appears; absent if it is always there. */
  appears?: string;
  /** The same for labels of a counter that is always there. */
  labelled?: string;
};

const filtered = (
  [signal, unit]: readonly ['spans' | 'datapoints' | 'logs', Loss['unit']],
  filter: string,
  what: string,
  about: Pick<Loss, 'why' | 'next'> & Partial<Loss>,
): Loss => ({
  what: `collector: ${what}`,
  unit,
  counter: `otelcol_processor_filter_${signal}_filtered`,
  matchers: `filter="filter/drop_${filter}"`,
  cause: 'sender',
  stacks: everyStack,
  ...about,
});
const spans = ['spans', 'spans'] as const;

/** Series of the lab's own SDKs: whether those of others lose spans is not the lab's to answer for. */
const ofLab = 'job=~"span-metrics-lab/.+"';
const ofOthers = 'job!~"span-metrics-lab/.+"';
const points = ['datapoints', 'metric points'] as const;

/** When the counters of log lines appear. */
const logs = 'the lab keeps logs';

/** Every way in which data can be left out between a process and the dashboards, in the order of the data. */
export const losses: readonly Loss[] = [
  {
    what: 'SDKs: dropped, queue full',
    unit: 'spans',
    counter: 'otel_sdk_processor_span_processed_total',
    matchers: `error_type!="",${ofLab}`,
    cause: 'lab',
    why: 'the collector was away for longer than the queue of an SDK lasts',
    next: 'npm run lab -- logs collector',
    stacks: everyStack,
  },
  {
    what: 'SDKs: never taken',
    unit: 'spans',
    counter: 'otel_sdk_exporter_span_exported_total',
    matchers: `error_type=~"refused|rejected",${ofLab}`,
    cause: 'sender',
    why: 'a span alone is larger than the collector takes, or the collector refused it by name',
    next: 'npm run lab -- logs gateway',
    stacks: everyStack,
  },
  {
    what: 'SDKs: given up',
    unit: 'spans',
    counter: 'otel_sdk_exporter_span_exported_total',
    matchers: `error_type="given_up",${ofLab}`,
    cause: 'lab',
    why: 'the collector was away when the process ended',
    next: 'npm run lab -- logs gateway',
    stacks: everyStack,
  },
  {
    what: 'SDKs: log lines dropped, queue full',
    unit: 'log records',
    counter: 'otel_sdk_processor_log_processed_total',
    matchers: `error_type!="",${ofLab}`,
    cause: 'lab',
    why: 'the collector was away for longer than the queue of an SDK lasts',
    next: 'npm run lab -- logs collector',
    stacks: everyStack,
    appears: logs,
  },
  {
    what: 'SDKs: log lines not sent',
    unit: 'log records',
    counter: 'otel_sdk_exporter_log_exported_total',
    matchers: `error_type!="",${ofLab}`,
    cause: 'lab',
    why: 'the collector refused them for good, or was away when the process ended',
    next: 'npm run lab -- logs collector',
    stacks: everyStack,
    appears: logs,
  },
  {
    what: 'SDKs of other services: dropped',
    unit: 'spans',
    counter: 'otel_sdk_processor_span_processed_total',
    matchers: `error_type!="",${ofOthers}`,
    cause: 'sender',
    why: 'the queue of an SDK was full',
    next: 'see the log of the service that the label service_name names',
    stacks: everyStack,
    labelled: 'another service sends metrics of its SDK',
  },
  {
    what: 'SDKs of other services: not exported',
    unit: 'spans',
    counter: 'otel_sdk_exporter_span_exported_total',
    matchers: `error_type!="",${ofOthers}`,
    cause: 'sender',
    why: 'the collector was away, or refused them',
    next: 'see the log of the service that the label service_name names',
    stacks: everyStack,
    labelled: 'another service sends metrics of its SDK',
  },
  {
    what: 'collector: refused, sent again',
    unit: 'spans',
    counter: metric.refused,
    matchers: 'job="otel-collector",receiver="otlp"',
    cause: 'nobody',
    why: 'a full sending queue or the memory limiter; an SDK that repeats them makes counts too high',
    next: 'npm run lab -- logs collector',
    stacks: everyStack,
  },
  filtered(spans, 'nested', 'values nested too deep', {
    why: 'lists and maps more than 6 levels deep make a store hang',
    next: 'send such a value as text (JSON)',
  }),
  filtered(spans, 'no_trace_id', 'no trace id', {
    why: 'a span without a trace id belongs to no trace, and a store refuses the whole request that contains one',
    next: 'let the SDK make the ids',
  }),
  filtered(spans, 'no_span_id', 'no span id', {
    why: 'a trace with such a span cannot be read from a store',
    next: 'let the SDK make the ids',
  }),
  filtered(spans, 'large_rows', 'larger than Jaeger can write', {
    why: 'as Jaeger writes it, with lists and maps as JSON, the span has more than 9 MB; every request with it would fail',
    next: 'send fewer or shorter attributes and events',
    stacks: withJaeger,
  }),
  {
    what: 'collector: counted without labels',
    unit: 'calls',
    counter: metric.calls,
    matchers: selector({ [label.overflow]: 'true' }),
    cause: 'sender',
    why: 'services that share a limit have more combinations of labels than it allows',
    next: 'give the route a parameter instead of the id in its name',
    stacks: everyStack,
    labelled: 'a limit was reached',
  },
  {
    what: 'collector: edges not drawn',
    unit: 'edges',
    counter: 'otelcol_connector_servicegraph_dropped_spans',
    matchers: '',
    cause: 'sender',
    why: 'too many calls wait for their other side at once',
    next: 'see service_graph in otel-collector/base.yaml',
    stacks: everyStack,
    appears: 'a span was not paired',
  },
  filtered(points, 'unfit_metrics', 'metrics of a form that Prometheus has not', {
    why: 'no name, no temporality, a sum or an exponential histogram as deltas, or a name of the RED metrics',
    next: 'let the SDK send cumulative metrics, under names of their own',
  }),
  filtered(points, 'unfit_points', 'metric points of a form that Prometheus has not', {
    why: 'lists or maps as attributes, or an exponential histogram with a scale below -4',
    next: 'send plain attributes and a finer scale',
  }),
  filtered(points, 'many_points', 'metrics with over 500 points, histograms with over 200', {
    why: 'an attribute has unbounded values, such as ids',
    next: 'leave that attribute out (a view in the SDK)',
  }),
  filtered(['logs', 'log records'], 'logs', 'logs', {
    why: 'this lab has no store for them',
    next: 'add the capability logs, or switch them off in the SDK',
    appears: 'a log record arrived',
  }),
  {
    what: 'collector: log lines refused, sent again',
    unit: 'log records',
    counter: 'otelcol_receiver_refused_log_records',
    matchers: 'job="otel-collector",receiver="otlp"',
    cause: 'nobody',
    why: 'the sending queue of the log store or its disk was full, or the memory limiter',
    next: 'npm run lab -- logs collector',
    stacks: everyStack,
    appears: 'a log record arrived',
  },
  {
    what: 'collector: log lines not sent',
    unit: 'log records',
    counter: 'otelcol_exporter_send_failed_log_records',
    matchers: 'exporter=~"otlp_http/.*"',
    cause: 'lab',
    why: 'the log store refused them for good',
    next: 'npm run lab -- logs collector',
    stacks: everyStack,
    appears: 'the log store refused lines',
  },
  {
    what: 'VictoriaLogs: left out',
    unit: 'log records',
    counter: 'vl_rows_dropped_total',
    matchers: 'reason!="debug"',
    cause: 'sender',
    why: 'their time is before the retention, or over two days in the future',
    next: 'correct the clock of the service, or LOGS_RETENTION in .env',
    stacks: everyStack,
    appears: logs,
  },
  {
    what: 'Loki: left out',
    unit: 'log records',
    counter: 'loki_discarded_samples_total',
    matchers: '',
    cause: 'sender',
    why: 'their time is over ten minutes in the future, or a limit in loki/config.yaml',
    next: 'correct the clock of the service',
    stacks: everyStack,
    appears: 'Loki left lines out',
  },
  {
    what: 'collector: failed to enqueue',
    unit: 'spans',
    counter: metric.enqueueFailed,
    matchers: 'exporter=~"otlp_http/.*"',
    cause: 'nobody',
    why: 'the queue of a store was full or its disk; the receiver then refuses and the SDK sends again',
    next: 'npm run lab -- logs collector',
    stacks: everyStack,
    appears: 'a queue was full',
  },
  {
    what: 'collector: failed to send',
    unit: 'spans',
    counter: metric.sendFailed,
    matchers: 'exporter=~"otlp_.*"',
    cause: 'lab',
    why: 'a store refused them for good',
    next: 'npm run lab -- logs collector',
    stacks: everyStack,
    appears: 'an exporter gave up',
  },
  {
    what: 'Tempo: discarded',
    unit: 'spans',
    counter: 'tempo_discarded_spans_total',
    matchers: 'reason!="rate_limited"', // those are answered with 429 and sent again
    cause: 'sender',
    why: 'a trace is larger than Tempo keeps',
    next: 'see overrides in tempo/config.yaml',
    stacks: withTempo,
  },
  {
    what: 'Tempo: stored, not in TraceQL metrics',
    unit: 'requests',
    counter: 'tempo_distributor_forwarder_pushes_failures_total',
    matchers: '',
    cause: 'lab',
    why: 'Tempo had no CPU for its metrics generator, whose queue was full',
    next: 'npm run lab -- logs tempo',
    stacks: withTempo,
    appears: 'that queue was full',
  },
  {
    what: 'Tempo: attributes cut',
    unit: 'attributes',
    counter: 'tempo_distributor_attributes_truncated_total',
    matchers: '',
    cause: 'sender',
    why: 'a key or value is longer than Tempo keeps',
    next: 'see distributor.max_attribute_bytes in tempo/config.yaml',
    stacks: withTempo,
    appears: 'an attribute was cut',
  },
  {
    what: 'Jaeger: not written, sent again',
    unit: 'spans',
    counter: `${metric.sendFailed}_total`,
    matchers: 'job="jaeger"',
    cause: 'nobody',
    why: 'Cassandra was away, or its disk was full; the collector keeps them and sends them again',
    next: 'npm run lab -- logs jaeger',
    stacks: withJaeger,
    appears: 'a write failed',
  },
];
