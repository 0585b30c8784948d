import pg from 'pg';
import { Problem } from '../http/problem.ts';
import type { Logger } from '../logger.ts';
import type { Work } from '../roles/role.ts';
import type { ShopSettings } from './settings.ts';

/** Statements with values apart from their text: traces show the text. */
export interface Statements {
  query<Row extends object>(text: string, values: unknown[]): Promise<Row[]>;
}

/** A pool of connections to Postgres. Out of reach, everything rejects with a 503 problem. */
export interface Postgres extends Statements {
  /** Calls `work` between BEGIN and COMMIT; ROLLBACK if it throws or says not to commit. */
  transaction<T>(work: (statements: Statements) => Promise<{ commit: boolean; value: T }>): Promise<T>;
  /** A connection of its own, for what outlasts a transaction. */
  connect(): Promise<Session>;
  stop: Work['stop'];
}

/** One connection. */
export interface Session extends Statements, Disposable {
  /** Whether it broke. */
  readonly broken: boolean;
}

const connections = 10;
/** Below the time that a peer waits for an answer, ms: it is told what is wrong. */
const statementTimeout = 2000;

/** Opens no connection yet. `application` is the name that Postgres shows. */
export function openPostgres(
  { host, port, user, password, database }: NonNullable<ShopSettings['postgres']>,
  application: string,
  logger: Logger,
): Postgres {
  const pool = new pg.Pool({
    host,
    port,
    user,
    password,
    database,
    application_name: application,
    max: connections,
    connectionTimeoutMillis: 2000,
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + 500, // a server that is frozen does not keep its own timeout
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
  });
  // A connection that breaks while nobody uses it; without a listener it would end the process.
  pool.on('error', (error) => logger.warn({ error: error.message }, 'Postgres: an idle connection broke'));
  return {
    // Not pool.query: a query that waits for a connection would begin in the trace of the request that gave it back.
    query: (text, values) => holding(pool, (client) => run(client, text, values)),
    transaction: (work) =>
      holding(pool, async (client) => {
        try {
          await run(client, 'BEGIN', []);
          const { commit, value } = await work({ query: (text, values) => run(client, text, values) });
          await run(client, commit ? 'COMMIT' : 'ROLLBACK', []);
          return value;
        } catch (error) {
          if (!isTemporary(error)) await run(client, 'ROLLBACK', []);
          throw error;
        }
      }),
    async connect() {
      const client = await taken(pool);
      let failure: Error | undefined;
      client.on('error', (error: Error) => (failure = error));
      return {
        query: (text, values) => run(client, text, values),
        get broken() {
          return failure !== undefined;
        },
        // Never back to the pool: what it holds in Postgres ends with it.
        [Symbol.dispose]: () => client.release(true),
      };
    },
    stop: () => pool.end(),
  };
}

/** Calls `work` with a connection of the pool. One that broke, or of which nobody knows, does not go back. */
async function holding<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await taken(pool);
  let failure: Error | undefined;
  const broken = (error: Error): void => void (failure = error);
  client.on('error', broken); // the pool listens to idle ones only
  try {
    return await work(client);
  } catch (error) {
    if (isTemporary(error)) failure ??= error as Error;
    throw error;
  } finally {
    client.off('error', broken);
    client.release(failure);
  }
}

async function taken(pool: pg.Pool): Promise<pg.PoolClient> {
  return pool.connect().catch((error: unknown) => {
    throw problemOf(error);
  });
}

async function run<Row extends object>(on: pg.PoolClient, text: string, values: unknown[]): Promise<Row[]> {
  try {
    return (await on.query<Row>(text, values)).rows;
  } catch (error) {
    throw problemOf(error);
  }
}

const isTemporary = (error: unknown): boolean => error instanceof Problem && error.status === 503;

/** Classes of SQLSTATE that pass: connection, wrong password, missing database or table, resources, operator, system. */
const passing = /^(08|28|3D|53|57|58|40)|^42P01$|^25006$/;

/**
 * What a failure of Postgres means for who asked: 503 if it will pass, else an error without the values of the statement,
 * which Postgres adds as `detail` and which must not be logged.
 */
export function problemOf(error: unknown): Error {
  const { code, message, severity } = error as { code?: string; message: string; severity?: string };
  if (severity !== undefined && !passing.test(code ?? ''))
    return new Error(`Postgres refused a statement: ${code} ${message}`);
  const reason = severity === undefined ? (code ?? message) : `${message} (${code})`;
  return new Problem(503, `Postgres cannot be reached: ${reason}.`);
}
