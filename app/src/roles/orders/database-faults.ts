import type { Begin } from '../../faults/process-faults.ts';
import type { Postgres, Session } from '../../shop/postgres.ts';

/** Faults of the use of a database, by flag. What they hold in Postgres ends with them. */
export function databaseFaults(
  postgres: Pick<Postgres, 'connect'>,
): Readonly<Record<'postgres-lock' | 'connection-leak', Begin>> {
  return {
    'postgres-lock': async () => {
      const session = await postgres.connect();
      await session.query('SET idle_in_transaction_session_timeout = 0', []);
      await session.query('BEGIN', []);
      await session.query('LOCK TABLE orders IN EXCLUSIVE MODE', []); // reads go on, writes wait
      return () => session[Symbol.dispose]();
    },
    'connection-leak': async (count) => {
      const sessions: Session[] = [];
      while (sessions.length < count) sessions.push(await postgres.connect());
      return () => sessions.forEach((session) => session[Symbol.dispose]());
    },
  };
}
