import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { AggregationTemporality, type PushMetricExporter, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Connection } from './collector-connection.ts';
import { ExportHealth, type TelemetryLog } from './export-health.ts';

/**
 * Opens a new connection after a failed export, like the span exporter. It does not retry: the totals are
 * cumulative, so the next export contains them. Failures are logged here, once, and not reported to the reader,
 * which would log each of them with a stack.
 */
export class ReconnectingMetricExporter implements PushMetricExporter {
  readonly #connect: () => Connection<ResourceMetrics>;
  readonly #health: ExportHealth;
  #connection: Connection<ResourceMetrics>;
  #last: Promise<void> = Promise.resolve();

  constructor(connect: () => Connection<ResourceMetrics>, log: TelemetryLog) {
    this.#connect = connect;
    this.#connection = connect();
    this.#health = new ExportHealth('metrics', log);
  }

  export(metrics: ResourceMetrics, done: (result: ExportResult) => void): void {
    this.#last = this.#send(metrics).then(() => done({ code: ExportResultCode.SUCCESS }));
  }

  selectAggregationTemporality(): AggregationTemporality {
    return AggregationTemporality.CUMULATIVE;
  }

  async forceFlush(): Promise<void> {
    await this.#last;
  }

  async shutdown(): Promise<void> {
    await this.#last;
    await this.#connection.close();
  }

  async #send(metrics: ResourceMetrics): Promise<void> {
    try {
      const { rejected, message } = await this.#connection.send(metrics);
      this.#health.succeeded();
      if (rejected > 0 || message !== '') this.#health.left(rejected, { error: message });
    } catch (error) {
      this.#health.failed(error as Error);
      this.#connection.close().catch(() => {}); // already broken
      this.#connection = this.#connect();
    }
  }
}
