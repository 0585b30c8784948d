import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import type { Work } from '../roles/role.ts';
import { backOff } from './back-off.ts';

/** A connection in the making. */
export interface Connecting extends Work {
  /** Resolves when there is a connection, or when it is stopped. */
  settled: Promise<void>;
}

/** Calls `connect` until it succeeds, with growing pauses: the engines may come later than the services. `what` is missing until then. */
export function connectInBackground(what: string, connect: () => Promise<unknown>, logger: Logger): Connecting {
  let connected = false;
  const stopping = new AbortController();
  const loop = keepTrying(what, connect, logger, stopping.signal).then((done) => void (connected = done));
  return {
    settled: loop,
    missing: () => (connected ? [] : [what]),
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

/** Calls `attempt` until it succeeds (true) or `signal` ends it (false). Logs each new reason once. */
export async function keepTrying(
  what: string,
  attempt: () => Promise<unknown>,
  logger: Logger,
  signal: AbortSignal,
): Promise<boolean> {
  let reason: string | undefined;
  for (let tries = 1; !signal.aborted; tries++) {
    try {
      await attempt();
      logger.info({ tries }, `${what}: connected`);
      return true;
    } catch (error) {
      const now = error instanceof Error ? error.message : String(error);
      if (now !== reason && !signal.aborted)
        logger.warn({ error: (reason = now) }, `${what}: not connected, trying on`);
      await sleep(backOff(tries), undefined, { signal }).catch(() => {});
    }
  }
  return false;
}

/** Stops all of `works` side by side; after `deadline` ms it no longer waits. */
export async function stopAll(works: readonly Pick<Work, 'stop'>[], deadline: number): Promise<void> {
  await Promise.race([
    Promise.allSettled(works.map((work) => work.stop(deadline))),
    sleep(deadline, undefined, { ref: false }),
  ]);
}
