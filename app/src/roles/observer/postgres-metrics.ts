import { Client } from 'pg';
import type { Measurement, Metric } from '../../telemetry/measurements.ts';
import type { ShopSettings } from '../../shop/settings.ts';
import { type Connection, type Engine, patience } from './engine.ts';

/**
 * A view of Postgres and what its columns are, as postgresqlreceiver (opentelemetry-collector-contrib) documents them:
 * metric, unit and kind, attributes by name; `labels` are columns too.
 */
interface View {
  sql: string;
  labels: Readonly<Record<string, string>>;
  columns: Readonly<Record<string, Metric & { attributes?: Record<string, string> }>>;
}

export type Row = Readonly<Record<string, string | number | Date | null>>;

const counter = (name: string, unit: string, attributes?: Record<string, string>) =>
  ({ name, unit, kind: 'counter', ...(attributes && { attributes }) }) as const;
const total = (name: string, unit: string, attributes?: Record<string, string>) =>
  ({ name, unit, kind: 'updowncounter', ...(attributes && { attributes }) }) as const;
const gauge = (name: string, unit: string) => ({ name, unit, kind: 'gauge' }) as const;

const ofDatabase = { database: 'postgresql.database.name' };
const ofTable = { ...ofDatabase, schema: 'postgresql.schema.name', table_name: 'postgresql.table.name' };
const operations = (operation: string) => counter('postgresql.operations', '1', { operation });
const rows = (state: string) => total('postgresql.rows', '1', { state });
const blocks = (source: string) => counter('postgresql.blocks_read', '1', { source });

/** Of the database that is connected to. */
const views: readonly View[] = [
  {
    sql: `select datname as database, *, pg_database_size(datid) as size,
            (select count(*) from pg_stat_activity a where a.datid = d.datid) as backends
          from pg_stat_database d where datname = current_database()`,
    labels: ofDatabase,
    columns: {
      xact_commit: counter('postgresql.commits', '1'),
      xact_rollback: counter('postgresql.rollbacks', '1'),
      deadlocks: counter('postgresql.deadlocks', '{deadlock}'),
      blks_hit: counter('postgresql.blks_hit', '{blks_hit}'),
      blks_read: counter('postgresql.blks_read', '{blks_read}'),
      tup_returned: counter('postgresql.tup_returned', '{tup_returned}'),
      tup_fetched: counter('postgresql.tup_fetched', '{tup_fetched}'),
      tup_inserted: counter('postgresql.tup_inserted', '{tup_inserted}'),
      tup_updated: counter('postgresql.tup_updated', '{tup_updated}'),
      tup_deleted: counter('postgresql.tup_deleted', '{tup_deleted}'),
      temp_files: counter('postgresql.temp_files', '{temp_file}'),
      temp_bytes: counter('postgresql.temp.io', 'By'),
      backends: total('postgresql.backends', '1'),
      size: total('postgresql.db_size', 'By'),
    },
  },
  {
    sql: `select current_setting('max_connections')::int as connections`,
    labels: {},
    columns: { connections: gauge('postgresql.connection.max', '{connections}') },
  },
  {
    sql: `select current_database() as database, t.schemaname as schema, t.relname as table_name, *,
            pg_table_size(t.relid) as size
          from pg_stat_user_tables t join pg_statio_user_tables io using (relid)`,
    labels: ofTable,
    columns: {
      n_live_tup: rows('live'),
      n_dead_tup: rows('dead'),
      n_tup_ins: operations('ins'),
      n_tup_upd: operations('upd'),
      n_tup_del: operations('del'),
      n_tup_hot_upd: operations('hot_upd'),
      heap_blks_read: blocks('heap_read'),
      heap_blks_hit: blocks('heap_hit'),
      idx_blks_read: blocks('idx_read'),
      idx_blks_hit: blocks('idx_hit'),
      seq_scan: counter('postgresql.sequential_scans', '{sequential_scan}'),
      vacuum_count: counter('postgresql.table.vacuum.count', '{vacuum}'),
      size: total('postgresql.table.size', 'By'),
    },
  },
  {
    sql: `select current_database() as database, schemaname as schema, relname as table_name, indexrelname as index_name,
            idx_scan, pg_relation_size(indexrelid) as size
          from pg_stat_user_indexes`,
    labels: { ...ofTable, index_name: 'postgresql.index.name' },
    columns: { idx_scan: counter('postgresql.index.scans', '{scans}'), size: gauge('postgresql.index.size', 'By') },
  },
  {
    sql: `select current_database() as database, c.relname as relation, l.mode, l.locktype, count(*) as locks
          from pg_locks l join pg_stat_user_tables c on c.relid = l.relation
          where l.pid <> pg_backend_pid() and l.database = (select oid from pg_database where datname = current_database())
          group by c.relname, l.mode, l.locktype`,
    labels: { ...ofDatabase, relation: 'relation', mode: 'mode', locktype: 'lock_type' },
    columns: { locks: gauge('postgresql.database.locks', '{lock}') },
  },
];

/** Only where the extension is installed. */
const statements: View = {
  sql: `select current_database() as database, sum(total_exec_time) / 1000 as seconds, i.stats_reset as since
        from pg_stat_statements s, pg_stat_statements_info i
        where dbid = (select oid from pg_database where datname = current_database()) group by i.stats_reset`,
  labels: ofDatabase,
  columns: { seconds: counter('postgresql.query.execution.time', 's') },
};

/** Only where the table exists, and `observer` may read it. */
const outbox: View = {
  sql: 'select count(*) as waiting from outbox',
  labels: {},
  columns: { waiting: gauge('shop.outbox.rows', '{row}') },
};

/**
 * Since when counters count: a crash or pg_stat_reset() begins again, a restart does not. Postgres notes the first only
 * for statistics of the whole server, the second only for the database.
 */
const since = `select extract(epoch from greatest(d.stats_reset, b.stats_reset)) * 1000 as since,
    to_regclass('pg_stat_statements') is not null as statements,
    coalesce(has_any_column_privilege(to_regclass('outbox'), 'select'), false) as outbox,
    (select n_live_tup from pg_stat_user_tables where relid = to_regclass('outbox')) as estimate
  from pg_stat_database d, pg_stat_bgwriter b where d.datname = current_database()`;

/** The measurements in the rows of a view; a column that is null has none. */
export function measurementsOf(
  { labels, columns }: Omit<View, 'sql'>,
  found: readonly Row[],
  since: number,
): Measurement[] {
  return found.flatMap((row) => {
    const common = Object.fromEntries(Object.entries(labels).map(([column, name]) => [name, String(row[column])]));
    return Object.entries(columns).flatMap(([column, { attributes, ...metric }]): Measurement[] => {
      const value = row[column];
      if (value === null || value === undefined) return [];
      return [
        {
          ...metric,
          value: Number(value),
          attributes: { ...common, ...attributes },
          ...(metric.kind === 'counter' && { since: Number(row['since'] ?? since) }),
        },
      ];
    });
  });
}

/** Postgres: statistics of the database, in one transaction a reading. */
export function postgres(database: NonNullable<ShopSettings['postgres']>): Engine {
  return {
    system: 'postgresql',
    open(): Connection {
      const client = new Client({
        ...database,
        application_name: 'observer',
        connectionTimeoutMillis: patience,
        query_timeout: patience,
      });
      client.on('error', () => {}); // the next query fails and says why
      const connected = client.connect();
      connected.catch(() => {}); // read() says why
      return {
        async read() {
          await connected;
          return inTransaction(client, () => readAll(client));
        },
        close: () => client.end(),
      };
    },
  };
}

async function inTransaction<T>(client: Client, read: () => Promise<T>): Promise<T> {
  await client.query('begin read only');
  const result = await read();
  await client.query('commit');
  return result;
}

async function readAll(client: Client): Promise<Measurement[]> {
  const [known] = (await client.query(since)).rows as {
    since: string;
    statements: boolean;
    outbox: boolean;
    estimate: string | null;
  }[];
  const asked = [...views, ...(known!.statements ? [statements] : []), ...(known!.outbox ? [outbox] : [])];
  const measured: Measurement[] = [];
  for (const view of asked)
    measured.push(...measurementsOf(view, (await client.query<Row>(view.sql)).rows, Number(known!.since)));
  if (!known!.outbox && known!.estimate !== null)
    measured.push({ ...outbox.columns['waiting']!, value: Number(known!.estimate) });
  return measured;
}
