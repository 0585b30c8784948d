import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../logger.ts';
import { within } from '../../shop/within.ts';
import { untraced } from '../../telemetry/background.ts';
import type { Measurement } from '../../telemetry/measurements.ts';

/** A connection to an engine, or the attempt to make one. */
export interface Connection {
  /** What the engine says about itself now, as soon as it is connected. */
  read(): Promise<Measurement[]>;
  close(): Promise<void>;
}

/** An engine to observe, by the name that the conventions give its system. */
export interface Engine {
  system: string;
  open(): Connection;
}

/** Longest time of an answer, ms. */
export const patience = 2000;

/** Reads an engine every `interval` ms, without spans. Returns what it said last: nothing while it does not answer. */
export function watch(engine: Engine, interval: number, logger: Logger): () => Measurement[] {
  let latest: Measurement[] = [];
  let up: boolean | undefined;
  let connection: Connection | undefined;

  const observe = async () => {
    try {
      connection ??= engine.open();
      latest = await within(patience, engine.system, connection.read());
      if (!up) logger.info({ engine: engine.system }, 'observed');
      up = true;
    } catch (error) {
      latest = [];
      connection?.close().catch(() => {}); // already broken
      connection = undefined;
      if (up !== false)
        logger.warn({ engine: engine.system, error: reasonOf(error) }, 'does not answer: no metrics of it');
      up = false;
    }
  };
  const run = async () => {
    for (;;) {
      await observe();
      await sleep(interval, undefined, { ref: false });
    }
  };
  void untraced(run);
  return () => (up === undefined ? [] : [upOf(engine.system, up), ...latest]);
}

const upOf = (engine: string, up: boolean): Measurement => ({
  name: 'shop.engine.up',
  unit: '1',
  kind: 'gauge',
  value: Number(up),
  attributes: { engine },
});

/** The first cause: clients wrap it, and an AggregateError has an empty message. */
function reasonOf(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: unknown[] };
  const [first] = errors ?? [];
  return first ? reasonOf(first) : message || code || String(error);
}
