import { setTimeout as wait } from 'node:timers/promises';
import { LabError } from './lab-error.ts';

/** Limits of a wait: it fails after `deadline` ms and polls every `every` ms; `next` is the command to try when it fails. */
export type Patience = { deadline?: number; every?: number; next?: string; signal?: AbortSignal | undefined };

/**
 * Waits until `probe` returns something other than undefined, and returns it. A probe that throws counts as "not yet".
 * Fails with what was awaited, for how long (s) and the last cause.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  { deadline = 30_000, every = 100, next, signal }: Patience = {},
): Promise<T> {
  const started = performance.now();
  let last = 'no answer';
  for (;;) {
    signal?.throwIfAborted();
    try {
      const answer = await probe();
      if (answer !== undefined) return answer;
      last = 'not yet';
    } catch (error) {
      if (error instanceof GiveUp) throw error.reason;
      last = describeError(error);
    }
    const after = performance.now() - started;
    if (after >= deadline) {
      throw new LabError({
        what: `Timed out waiting for: ${what}.`,
        expected: what,
        found: last,
        after: after / 1000,
        next,
      });
    }
    await wait(every, undefined, signal ? { signal } : {});
  }
}

/** Thrown by a probe when waiting longer cannot help: `until` ends at once with `reason`. */
export class GiveUp extends Error {
  readonly reason: Error;
  constructor(reason: Error) {
    super(reason.message);
    this.reason = reason;
  }
}

/** One line for any thrown value, with the system's cause of a failed fetch instead of "fetch failed". */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { code?: string; message?: string } | undefined;
  if (cause?.code || cause?.message) return `${error.message}: ${cause.message || cause.code}`;
  return error.message;
}
