import { setTimeout as sleep } from 'node:timers/promises';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ExportHealth, type TelemetryLog } from './export-health.ts';

/** Numbers of spans: handed over by the processor, acknowledged by the collector, given up, waiting. */
export interface ExportTotals {
  received: number;
  exported: number;
  givenUp: number;
  inFlight: number;
}

/** `connect` creates an exporter with its own connection. Delays in ms. */
export interface RetryOptions {
  connect: () => SpanExporter;
  log: TelemetryLog;
  firstDelay?: number;
  longestDelay?: number;
}

/**
 * Sends one batch after the other and retries a failed one until it succeeds or {@link giveUpIn} has run out.
 * The OTLP/gRPC exporter alone never retries: a batch that it cannot send at once is lost. Meanwhile spans wait in the
 * processor's queue, whose size is the limit. Each retry has a new connection, because a gRPC channel that
 * failed waits up to two minutes before it tries again.
 */
export class RetryingExporter implements SpanExporter {
  readonly totals: ExportTotals = { received: 0, exported: 0, givenUp: 0, inFlight: 0 };
  readonly #connect: () => SpanExporter;
  readonly #health: ExportHealth;
  readonly #delays: { first: number; longest: number };
  readonly #end = Promise.withResolvers<undefined>();
  #ended = false;
  #exporter: SpanExporter;
  #tail: Promise<void> = Promise.resolve();

  constructor({ connect, log, firstDelay = 100, longestDelay = 1000 }: RetryOptions) {
    this.#connect = connect;
    this.#exporter = connect();
    this.#health = new ExportHealth('traces', log);
    this.#delays = { first: firstDelay, longest: longestDelay };
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.totals.received += spans.length;
    this.totals.inFlight += spans.length;
    this.#tail = this.#tail.then(async () => {
      const through = await this.#send(spans);
      this.totals.inFlight -= spans.length;
      this.totals[through ? 'exported' : 'givenUp'] += spans.length;
      done(through ? { code: ExportResultCode.SUCCESS } : { code: ExportResultCode.FAILED, error: new GivenUp() });
    });
  }

  /** Gives up everything that is not sent within `ms` from now: the process is about to end. */
  giveUpIn(ms: number): void {
    setTimeout(() => {
      this.#ended = true;
      this.#end.resolve(undefined);
    }, ms);
  }

  async forceFlush(): Promise<void> {
    await this.#tail;
  }

  async shutdown(): Promise<void> {
    await this.#tail;
    await Promise.race([this.#exporter.shutdown(), this.#end.promise]);
  }

  async #send(spans: ReadableSpan[]): Promise<boolean> {
    for (let delay = this.#delays.first; !this.#ended; delay = Math.min(delay * 2, this.#delays.longest)) {
      const result = await Promise.race([exportOnce(this.#exporter, spans), this.#end.promise]);
      if (result?.code === ExportResultCode.SUCCESS) {
        this.#health.succeeded();
        return true;
      }
      if (result) this.#health.failed(result.error);
      await Promise.race([sleep(delay), this.#end.promise]);
      this.#reconnect();
    }
    return false;
  }

  #reconnect(): void {
    this.#exporter.shutdown().catch(() => {}); // its connection is already broken: ignore the result
    this.#exporter = this.#connect();
  }
}

/** The result of a batch that could not be sent before the end. */
export class GivenUp extends Error {
  override name = 'GivenUp';
  constructor() {
    super('not sent before the process had to end');
  }
}

function exportOnce(exporter: SpanExporter, spans: ReadableSpan[]): Promise<ExportResult> {
  return new Promise((resolve) => {
    try {
      exporter.export(spans, resolve);
    } catch (error) {
      resolve({ code: ExportResultCode.FAILED, error: error as Error });
    }
  });
}
