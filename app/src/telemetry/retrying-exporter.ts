import { setTimeout as sleep } from 'node:timers/promises';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { Connection, Taken } from './collector-connection.ts';
import { ExportHealth, type TelemetryLog } from './export-health.ts';
import { isRefusal } from './refusal.ts';
import type { Signal } from './signals.ts';
import { groupsOf } from './size.ts';

/**
 * Numbers of items, which are spans or log lines: handed over by the processor and waiting; taken by the collector; refused by
 * it each time; rejected in a request that it took; given up at the end.
 */
export interface ExportTotals {
  inFlight: number;
  exported: number;
  refused: number;
  rejected: number;
  givenUp: number;
}

/** `connect` opens a connection. Delays in ms. */
export interface RetryOptions<Item> {
  signal: Signal<Item>;
  connect: () => Connection<Item[]>;
  log: TelemetryLog;
  firstDelay?: number;
  longestDelay?: number;
}

/** Bytes of a request by the signal's `sizeOf`: below the 4 MiB that a gRPC server takes if its configuration says nothing else. */
const largestRequest = 3_500_000;

/**
 * Sends one request after the other and retries a failed one until it succeeds or {@link giveUpIn} has run out.
 * The OTLP/gRPC exporter alone never retries: a batch that it cannot send at once is lost. Meanwhile items wait in the
 * processor's queue, whose size is the limit. Each retry has a new connection, because a gRPC channel that
 * failed waits up to two minutes before it tries again. Items that the collector will never take are left out: a request that
 * it refuses is divided until they are found.
 */
export class RetryingExporter<Item> {
  readonly totals: ExportTotals = { inFlight: 0, exported: 0, refused: 0, rejected: 0, givenUp: 0 };
  /** What does not wait any more: number of items, and bytes by the signal's `sizeOf`. */
  readonly finished = { items: 0, bytes: 0 };
  readonly signal: Signal<Item>;
  readonly #connect: () => Connection<Item[]>;
  readonly #health: ExportHealth;
  readonly #delays: { first: number; longest: number };
  #ended = false;
  #stopWaiting = (): void => {};
  #connection: Connection<Item[]>;
  #tail: Promise<void> = Promise.resolve();
  #waiting: { for: number; resolve: () => void }[] = [];

  constructor({ signal, connect, log, firstDelay = 100, longestDelay = 1000 }: RetryOptions<Item>) {
    this.signal = signal;
    this.#connect = connect;
    this.#connection = connect();
    this.#health = new ExportHealth(signal.name, log);
    this.#delays = { first: firstDelay, longest: longestDelay };
  }

  export(items: Item[], done: (result: ExportResult) => void): void {
    this.totals.inFlight += items.length;
    this.#tail = this.#tail.then(async () => {
      const { givenUp } = this.totals;
      const { sizeOf } = this.signal;
      for (const group of groupsOf(items, sizeOf, largestRequest)) await this.#send(group);
      this.totals.inFlight -= items.length;
      this.finished.items += items.length;
      for (const item of items) this.finished.bytes += sizeOf(item);
      while (this.#waiting[0] && this.#waiting[0].for <= this.finished.items) this.#waiting.shift()!.resolve();
      const through = this.totals.givenUp === givenUp;
      done(through ? { code: ExportResultCode.SUCCESS } : { code: ExportResultCode.FAILED, error: new GivenUp() });
    });
  }

  /** Resolves when the first `items` items do not wait any more. To be called with growing numbers. */
  async whenFinished(items: number): Promise<void> {
    if (this.finished.items < items) await new Promise<void>((resolve) => this.#waiting.push({ for: items, resolve }));
  }

  /** Gives up everything that is not sent within `ms` from now: the process is about to end. */
  giveUpIn(ms: number): void {
    setTimeout(() => {
      this.#ended = true;
      this.#stopWaiting();
    }, ms);
  }

  async forceFlush(): Promise<void> {
    await this.#tail;
  }

  async shutdown(): Promise<void> {
    await this.#tail;
    await this.#unlessEnded(this.#connection.close());
  }

  async #send(items: Item[]): Promise<void> {
    let refusals = 0;
    for (let delay = this.#delays.first; !this.#ended; delay = Math.min(delay * 2, this.#delays.longest)) {
      const result = await this.#ask(items);
      if (result === undefined) break;
      if (!(result instanceof Error)) return this.#taken(items, result);
      if (isRefusal(result) && (await this.#takesOthers())) {
        const half = items.length >> 1;
        if (half > 0) {
          await this.#send(items.slice(0, half));
          return this.#send(items.slice(half));
        }
        // A second time: the first answer may have come from a peer that was replaced in between.
        if (++refusals === 2) return this.#refused(items[0]!, result);
        continue;
      }
      this.#health.failed(result);
      await this.#unlessEnded(sleep(delay));
      this.#reconnect();
    }
    this.totals.givenUp += items.length;
  }

  /** What the collector answers, the error if it does not take them, or undefined at the end. */
  #ask(items: Item[]): Promise<Taken | Error | undefined> {
    return this.#unlessEnded(this.#connection.send(items).catch((error: Error) => error));
  }

  /** What is awaited, one thing at a time; undefined at the end. Not `Promise.race` with the end: that would keep a bit of each call until then. */
  #unlessEnded<T>(awaited: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return resolve(undefined);
      this.#stopWaiting = () => resolve(undefined);
      awaited.then(resolve, reject);
    });
  }

  /** Whether the peer takes a request without items, as OTLP wants it: then a refusal is about the items, not about the peer. */
  async #takesOthers(): Promise<boolean> {
    const result = await this.#ask([]);
    return result !== undefined && !(result instanceof Error);
  }

  #taken(items: Item[], { rejected, message }: Taken): void {
    this.#health.succeeded();
    const left = Math.min(rejected, items.length);
    this.totals.rejected += left;
    this.totals.exported += items.length - left;
    if (left > 0 || message !== '') this.#health.left(left, { error: message });
  }

  #refused(item: Item, { message }: Error): void {
    this.#health.succeeded();
    this.totals.refused += 1;
    this.#health.left(1, { error: message, ...this.signal.about(item) });
  }

  #reconnect(): void {
    this.#connection.close().catch(() => {}); // already broken: ignore the result
    this.#connection = this.#connect();
  }
}

/** The result of a batch that could not be sent before the end. */
export class GivenUp extends Error {
  override name = 'GivenUp';
  constructor() {
    super('not sent before the process had to end');
  }
}
