import { label } from '../names.ts';
import { rate, total } from '../promql.ts';
import { series, stat, timeseries, upInWords, upIsGood, value } from './build.ts';

const rateNow = (name: string, by: readonly string[] = [], matchers = '') =>
  rate(`redis_${name}`, matchers, by, '$__rate_interval');
const command = `{{${label.command}}}`;
/** The commands of the shop itself. */
const ofShop = `${label.command}=~"get|set"`;

export const up = stat({
  id: 'valkey-up',
  title: 'Valkey',
  unit: 'short',
  queries: [series('A', 'max(shop_engine_up{engine="valkey"})', 'Valkey')],
  words: upInWords,
  thresholds: upIsGood,
  tells: 'Whether Valkey answers the observer.',
  looksBad: 'down: orders are read from Postgres, messages of catalogue wait. `npm run lab -- start valkey`.',
  expects: { range: [0, 1] },
});

const hits = total('redis_keyspace_hits_total', '');
const misses = total('redis_keyspace_misses_total', '');

export const hitRate = stat({
  id: 'valkey-hit-rate',
  title: 'Hit rate',
  unit: 'percentunit',
  queries: [value('A', `${hits} / (${hits} + ${misses} > 0)`, 'found')],
  tells: 'Share of the shown range’s lookups that found their key.',
  looksBad: 'Low: orders are asked for before catalogue has stored them (Kafka: lag), or keys were evicted.',
  expects: { range: [0, 1] },
});

export const lookups = timeseries({
  id: 'valkey-lookups',
  title: 'Hits and misses',
  unit: 'ops',
  queries: [
    series('A', rateNow('keyspace_hits_total'), 'hits'),
    series('B', rateNow('keyspace_misses_total'), 'misses'),
  ],
  tells: 'Lookups per second that found their key, and that did not: those orders are read from Postgres.',
  looksBad: 'Misses rise: catalogue is behind (Kafka: lag), or keys were evicted.',
});

export const commands = timeseries({
  id: 'valkey-commands',
  title: 'Commands',
  unit: 'ops',
  queries: [
    series('A', rateNow('cmd_calls_total', [label.command], ofShop), command, {
      expects: { mayBeEmpty: 'the shop has sent no command yet' },
    }),
    series('B', rateNow('commands_processed_total'), 'all', { dashed: true }),
  ],
  tells: 'Commands per second: those of the shop by name, and, dashed, all. The observer sends one a second.',
  looksBad: 'All without get and set: something else uses Valkey. None: see The way of a purchase.',
});

export const keys = timeseries({
  id: 'valkey-keys',
  title: 'Keys',
  unit: 'short',
  queries: [series('A', 'sum(redis_db_keys)', 'keys')],
  tells: 'Orders that are stored: one key each.',
  looksBad:
    'It does not grow with orders: catalogue does not handle its messages. It falls: keys were deleted or evicted.',
});

export const memory = timeseries({
  id: 'valkey-memory',
  title: 'Memory',
  unit: 'bytes',
  queries: [
    series('A', 'sum(redis_memory_used_bytes)', 'used'),
    series('B', 'sum(redis_memory_rss_bytes)', 'of the process'),
    series('C', 'sum(redis_maxmemory_bytes)', 'most', { dashed: true }),
  ],
  tells: 'Memory of the data, of the whole process, and, dashed, what the data may take.',
  looksBad: 'used reaches most: Valkey refuses to write (policy noeviction), and messages of catalogue wait.',
});

export const clients = timeseries({
  id: 'valkey-clients',
  title: 'Clients',
  unit: 'short',
  queries: [series('A', 'sum(redis_clients_connected)', 'connected')],
  tells: 'Connections: one each of orders, catalogue and the observer.',
  looksBad: 'It grows: a service connects again and again without closing. Fewer: one of the three is away.',
});

export const commandTime = timeseries({
  id: 'valkey-command-time',
  title: 'Time of a command',
  unit: 's',
  queries: [
    series(
      'A',
      `${rateNow('cmd_time_microseconds_total', [label.command], ofShop)} / 1e6 / (${rateNow('cmd_calls_total', [label.command], ofShop)} > 0)`,
      command,
      { expects: { mayBeEmpty: 'the shop sends no commands' } },
    ),
    series('B', `${rateNow('cmd_time_microseconds_total')} / 1e6 / (${rateNow('cmd_calls_total')} > 0)`, 'all', {
      dashed: true,
    }),
  ],
  tells: 'Average time that Valkey itself takes for a command, without the network.',
  looksBad:
    'Above a millisecond: the machine is busy, or a command reads very much. The rest of a span’s time is on the way.',
});

export const removed = timeseries({
  id: 'valkey-removed',
  title: 'Keys evicted and expired',
  unit: 'ops',
  queries: [
    series('A', rateNow('keys_evicted_total'), 'evicted'),
    series('B', rateNow('keys_expired_total'), 'expired'),
  ],
  tells:
    'Keys per second that Valkey removed for want of memory, or because their time was over. The shop’s have none.',
  looksBad: 'Evicted: memory is full, and orders are read from Postgres again.',
});
