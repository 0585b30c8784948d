import { setTimeout as sleep } from 'node:timers/promises';
import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { envDetector, hostDetector, processDetector } from '@opentelemetry/resources';
import { AggregationType, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';
import { onBackground } from './background.ts';
import { connectLogs, connectMetrics, connectTraces } from './collector-connection.ts';
import { observeExporter } from './exporter-metrics.ts';
import { countVisits } from './faulty-metrics.ts';
import { FaultySpans, recordEvaluations, SwitchedPropagator, SwitchedSampler } from './faulty-spans.ts';
import { instrumentations } from './instrumentations.ts';
import { traceJobs } from './job-spans.ts';
import { traceKafka } from './kafka-spans.ts';
import { lateLogger } from './late-logger.ts';
import { onTelemetryShutdown } from './lifecycle.ts';
import { LogLines } from './log-lines.ts';
import { MeasurementProducer } from './measurement-producer.ts';
import { onMeasurements } from './measurements.ts';
import { ReconnectingMetricExporter } from './reconnecting-metric-exporter.ts';
import { RetryingExporter } from './retrying-exporter.ts';
import { RunMarkProcessor } from './run-mark.ts';
import { serviceResource } from './service-resource.ts';
import * as signals from './signals.ts';
import { SpanQueue } from './span-queue.ts';

/** Starts traces, metrics and, if they are wanted, logs of this process. Must run before Express, pino and http are loaded. */
export async function startTelemetry(config: Config): Promise<void> {
  process.env['OTEL_NODE_EXPERIMENTAL_SDK_METRICS'] ??= 'true';
  const { endpoint, spanDelay, metricsInterval, logs } = config.telemetry;
  const log = lateLogger();
  const exporter = new RetryingExporter({ signal: signals.traces, connect: () => connectTraces(endpoint), log });
  const logExporter = new RetryingExporter({ signal: signals.logs, connect: () => connectLogs(endpoint), log });
  const lines = new LogLines(logExporter, spanDelay);
  const resource = serviceResource(config);
  const metricReader = (every: number) =>
    new PeriodicExportingMetricReader({
      exporter: new ReconnectingMetricExporter(() => connectMetrics(endpoint), log),
      exportIntervalMillis: every,
      exportTimeoutMillis: Math.min(every, 5000),
    });
  let queue: SpanQueue | undefined;

  const sdk = new NodeSDK({
    resource,
    serviceName: config.role,
    resourceDetectors: [envDetector, hostDetector, processDetector], // the default ones query cloud metadata addresses
    instrumentations: instrumentations(config),
    sampler: new SwitchedSampler(),
    textMapPropagator: new SwitchedPropagator(),
    // Read by the SDK when its meter provider is in place: only then can the queue report its numbers to it.
    get spanProcessors(): SpanProcessor[] {
      return [new RunMarkProcessor(), new FaultySpans(), (queue ??= new SpanQueue(exporter, spanDelay))];
    },
    metricReaders: [metricReader(metricsInterval)],
    views: [{ instrumentName: 'http.*', aggregation: { type: AggregationType.DROP } }], // RED comes from the spans
    logRecordProcessors: logs ? [lines] : [],
    // The SDK cuts longer text without a word. Nothing of a request is: Node takes at most 16 KiB of URL and headers.
    spanLimits: { attributeValueLengthLimit: 32_768 },
  });
  sdk.start();
  traceKafka(async () => queue?.sent());
  traceJobs();
  recordEvaluations();
  countVisits();
  onBackground((work) => context.with(suppressTracing(context.active()), work));
  observeExporter(exporter);
  if (logs) observeExporter(logExporter);

  const readers: PeriodicExportingMetricReader[] = [];
  onMeasurements((read, interval) => {
    const reader = metricReader(interval);
    reader.setMetricProducer(new MeasurementProducer(resource, read));
    readers.push(reader);
  });

  const { createLogger } = await import('../logger.ts'); // imported late: pino is instrumented when it loads
  log.use(createLogger(config.role, config.logLevel));

  onTelemetryShutdown(async (deadline) => {
    for (const one of [exporter, logExporter]) one.giveUpIn(deadline - 500);
    // It rejects if something was given up; the numbers are logged below.
    const closed = Promise.allSettled([sdk.shutdown(), ...readers.map((reader) => reader.shutdown())]);
    await Promise.race([closed, sleep(deadline, undefined, { ref: false })]);
    if (queue) reportLoss(log, 'spans were dropped', queue, exporter);
    if (logs) reportLoss(log, 'log lines were dropped', lines, logExporter);
  });
}

function reportLoss<Item>(
  log: ReturnType<typeof lateLogger>,
  what: string,
  queue: Pick<SpanQueue, 'totals'>,
  { totals }: RetryingExporter<Item>,
): void {
  const { made, dropped } = queue.totals;
  const { exported, refused, rejected } = totals;
  if (exported === made) return;
  const unsent = made - dropped - exported - refused - rejected;
  log.warn({ made, exported, queue_full: dropped, refused, rejected, unsent }, what);
}
