import { createClient } from '@redis/client';
import { Problem } from '../http/problem.ts';
import type { Logger } from '../logger.ts';
import type { Work } from '../roles/role.ts';
import { untraced } from '../telemetry/background.ts';
import { backOff } from './back-off.ts';
import type { Store } from './settings.ts';
import { within } from './within.ts';
import { connectInBackground } from './work.ts';

/** Texts by key. Out of reach, everything rejects with a 503 problem. */
export interface Valkey extends Work {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<unknown>;
  /** How many of these keys there are. */
  existing(keys: string[]): Promise<number>;
}

/** The longest wait for an answer, ms. */
const commandTimeout = 1000;

/** Connects in the background, and again whenever the connection breaks. `name` is what Valkey's CLIENT LIST shows. */
export function openValkey({ host, port, user, password }: Store, name: string, logger: Logger): Valkey {
  const client = createClient({
    name,
    username: user,
    password,
    socket: { host, port, connectTimeout: 2000, reconnectStrategy: (retries) => backOff(retries + 1) },
    disableOfflineQueue: true, // a command while it is away fails at once
    maintNotifications: 'disabled',
  });
  // The client itself tries on when the connection breaks, but not after a refusal, as of a wrong password.
  const connecting = untraced(() => connectInBackground('Valkey', () => client.connect(), logger));
  let reason: string | undefined;
  client.on('error', (error: Error) => {
    if (error.message !== reason) logger.warn({ error: (reason = error.message) }, 'Valkey: not connected, trying on');
  });
  client.on('ready', () => {
    if (connecting.missing().length === 0) logger.info('Valkey: connected again');
    reason = undefined;
  });
  const reached = <T>(answer: Promise<T>): Promise<T> =>
    within(commandTimeout, 'Valkey', answer).catch((error: Error) => {
      if (error instanceof Problem) throw error;
      throw new Problem(503, `Valkey cannot be reached: ${(error as { code?: string }).code ?? error.message}.`);
    });
  return {
    get: (key) => reached(client.get(key)),
    existing: (keys) => reached(client.exists(keys)),
    set: (key, value) => reached(client.set(key, value)),
    missing: connecting.missing,
    async stop(deadline) {
      const ended = connecting.stop(deadline);
      if (client.isReady) await client.close();
      else if (client.isOpen) client.destroy();
      await ended;
    },
  };
}
