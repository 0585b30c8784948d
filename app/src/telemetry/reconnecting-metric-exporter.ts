import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import {
  AggregationTemporality,
  type InstrumentType,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { ExportHealth, type TelemetryLog } from './export-health.ts';

/**
 * Opens a new connection after a failed export, like the span exporter. It does not retry: the totals are
 * cumulative, so the next export contains them. Failures are logged here, once, and not reported to the reader,
 * which would log each of them with a stack.
 */
export class ReconnectingMetricExporter implements PushMetricExporter {
  readonly #connect: () => PushMetricExporter;
  readonly #health: ExportHealth;
  #exporter: PushMetricExporter;

  constructor(connect: () => PushMetricExporter, log: TelemetryLog) {
    this.#connect = connect;
    this.#exporter = connect();
    this.#health = new ExportHealth('metrics', log);
  }

  export(metrics: ResourceMetrics, done: (result: ExportResult) => void): void {
    this.#exporter.export(metrics, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.#health.succeeded();
      else {
        this.#health.failed(result.error);
        this.#exporter.shutdown().catch(() => {}); // already broken
        this.#exporter = this.#connect();
      }
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    return this.#exporter.selectAggregationTemporality?.(type) ?? AggregationTemporality.CUMULATIVE;
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.#exporter.shutdown();
  }
}
