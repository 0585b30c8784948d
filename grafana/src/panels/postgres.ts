import { label } from '../names.ts';
import { quantile, rate, sqlQueries } from '../promql.ts';
import { compared, series, stat, timeseries, upInWords, upIsGood, worstFirst } from './build.ts';

const rateNow = (name: string, matchers = '', by: readonly string[] = []) =>
  rate(`postgresql_${name}`, matchers, by, '$__rate_interval');
const table = `{{${label.table}}}`;
const byTable = (expr: string) => `sum by (${label.table}) (${expr})`;

export const up = stat({
  id: 'postgres-up',
  title: 'Postgres',
  unit: 'short',
  queries: [series('A', 'max(shop_engine_up{engine="postgresql"})', 'Postgres')],
  words: upInWords,
  thresholds: upIsGood,
  tells: 'Whether Postgres answers the observer.',
  looksBad: 'down: orders are refused with 503. `npm run lab -- logs postgres`, then `npm run lab -- start postgres`.',
  expects: { range: [0, 1] },
});

export const connections = timeseries({
  id: 'postgres-connections',
  title: 'Connections',
  unit: 'short',
  queries: [
    series('A', 'sum(postgresql_backends)', 'open'),
    series('B', 'max(postgresql_connection_max)', 'most', { dashed: true }),
  ],
  tells: 'Connections to the database of the shop, and, dashed, how many Postgres takes. One is the observer’s.',
  looksBad: 'Open comes near most: connections are not given back, or there are too many pools.',
});

export const transactions = timeseries({
  id: 'postgres-transactions',
  title: 'Transactions',
  unit: 'ops',
  queries: [
    series('A', rateNow('commits_total'), 'commits'),
    series('B', rateNow('rollbacks_total'), 'rollbacks'),
    series('C', rateNow('deadlocks_total'), 'deadlocks'),
  ],
  tells:
    'Transactions per second that ended well, that were undone, and that stopped each other. The observer makes 1/s.',
  looksBad:
    'Rollbacks: see the log of orders for their reason; a sold-out item is one. Deadlocks: two orders lock the same rows in another order.',
});

export const operations = timeseries({
  id: 'postgres-operations',
  title: 'Rows written',
  unit: 'ops',
  queries: [series('A', rateNow('operations_total', '', [label.operation]), `{{${label.operation}}}`)],
  tells: 'Rows inserted (ins), updated (upd), deleted (del) per second; hot_upd are updates that changed no index.',
  looksBad:
    'upd without hot_upd: each update writes the indexes too. Nothing while purchases arrive: see Transactions.',
});

export const rows = timeseries({
  id: 'postgres-rows',
  title: 'Rows by table',
  unit: 'short',
  queries: [series('A', byTable('postgresql_rows{state="live"}'), table)],
  legend: compared,
  tells: 'Rows of each table, as Postgres estimates them.',
  looksBad: 'orders does not grow while purchases arrive: they fail or wait in the queue (The way of a purchase).',
});

export const outbox = timeseries({
  id: 'postgres-outbox',
  title: 'Outbox',
  unit: 'short',
  queries: [series('A', 'max(shop_outbox_rows)', 'not sent yet')],
  tells: 'Messages that were written in the transaction of their order and not sent to Kafka yet.',
  looksBad: 'It grows: Kafka does not take them. They are kept, and sent when it does.',
});

export const dead = timeseries({
  id: 'postgres-dead-rows',
  title: 'Dead rows by table',
  unit: 'short',
  queries: [series('A', byTable('postgresql_rows{state="dead"}'), table)],
  tells: 'Old versions of rows, until the next vacuum: each update of items and each message of the outbox leaves one.',
  looksBad: 'They grow for minutes: autovacuum does not keep up, or a transaction was left open.',
});

export const queryTime = timeseries({
  id: 'postgres-query-p95',
  title: 'Queries, p95',
  unit: 'ms',
  queries: [series('A', quantile(0.95, sqlQueries, [label.route], '$__rate_interval'), `{{${label.route}}}`)],
  legend: worstFirst,
  tells: 'Time of each kind of query as the services measure it: 95 % are below. From spans.',
  looksBad: 'One kind is slow: look for its trace; a sequential scan (below) says that an index is missing.',
});

export const scans = timeseries({
  id: 'postgres-scans',
  title: 'Scans of whole tables',
  unit: 'ops',
  queries: [series('A', rateNow('sequential_scans_total', '', [label.table]), table)],
  tells: 'How often a query read a table from end to end, per second.',
  looksBad: 'For orders, which grows: a query has no index to use. For a few rows it is the fastest way.',
});

export const indexes = timeseries({
  id: 'postgres-index-scans',
  title: 'Scans by index',
  unit: 'ops',
  queries: [series('A', rateNow('index_scans_total', '', [label.table]), table)],
  tells: 'How often a query used an index of a table, per second.',
  looksBad: 'It falls and scans of whole tables rise: an index is gone, or a query no longer fits it.',
});

export const cache = timeseries({
  id: 'postgres-cache',
  title: 'Blocks found in memory',
  unit: 'percentunit',
  max: 1,
  queries: [
    series(
      'A',
      `${rateNow('blks_hit_total')} / (${rateNow('blks_hit_total')} + ${rateNow('blks_read_total')} > 0)`,
      'found',
    ),
  ],
  tells: 'Share of blocks that Postgres had in its own memory (16 MB); the others it asked the system for.',
  looksBad: 'It falls: what is read no longer fits. A scan of a large table does that.',
  expects: { range: [0, 1] },
});

export const size = timeseries({
  id: 'postgres-size',
  title: 'Size',
  unit: 'bytes',
  queries: [
    series('A', byTable('postgresql_table_size_bytes'), table),
    series('B', 'sum(postgresql_db_size_bytes)', 'database', { dashed: true }),
  ],
  tells: 'Disk space of each table without its indexes, and, dashed, of the whole database.',
  looksBad: 'outbox or items grow without more rows: dead rows take the space (see above).',
});
