import { readFileSync } from 'node:fs';

/** Where the stores are, if they are: as URLs with a user, and Kafka's addresses. Times in ms. */
export interface Settings {
  interval: number;
  password: string;
  postgres: string | undefined;
  valkey: string | undefined;
  brokers: string[];
}

/** Reads the environment. The password is in a variable, or in a file that a variable names. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const file = env['OBSERVER_PASSWORD_FILE'];
  const interval = Number(env['OBSERVER_INTERVAL'] || 1000);
  if (!(interval >= 100))
    throw new Error(`OBSERVER_INTERVAL: expected at least 100 ms, found "${env['OBSERVER_INTERVAL']}"`);
  return {
    interval,
    password: file ? readFileSync(file, 'utf8').trim() : (env['OBSERVER_PASSWORD'] ?? ''),
    postgres: env['POSTGRES_URL'] || undefined,
    valkey: env['VALKEY_URL'] || undefined,
    brokers: (env['KAFKA_BROKERS'] ?? '').split(',').filter(Boolean),
  };
}
