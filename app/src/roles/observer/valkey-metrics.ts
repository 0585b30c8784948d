import { createClient } from '@redis/client';
import type { Measurement, Metric } from '../../telemetry/measurements.ts';
import type { Store } from '../../shop/settings.ts';
import { type Connection, type Engine, patience } from './engine.ts';

/** Fields of INFO, and the metrics that redisreceiver (opentelemetry-collector-contrib) documents for them. */
const fields = {
  uptime_in_seconds: { name: 'redis.uptime', unit: 's', kind: 'counter' },
  connected_clients: { name: 'redis.clients.connected', unit: '{client}', kind: 'updowncounter' },
  blocked_clients: { name: 'redis.clients.blocked', unit: '{client}', kind: 'updowncounter' },
  total_connections_received: { name: 'redis.connections.received', unit: '{connection}', kind: 'counter' },
  rejected_connections: { name: 'redis.connections.rejected', unit: '{connection}', kind: 'counter' },
  total_commands_processed: { name: 'redis.commands.processed', unit: '{command}', kind: 'counter' },
  keyspace_hits: { name: 'redis.keyspace.hits', unit: '{hit}', kind: 'counter' },
  keyspace_misses: { name: 'redis.keyspace.misses', unit: '{miss}', kind: 'counter' },
  expired_keys: { name: 'redis.keys.expired', unit: '{event}', kind: 'counter' },
  evicted_keys: { name: 'redis.keys.evicted', unit: '{key}', kind: 'counter' },
  used_memory: { name: 'redis.memory.used', unit: 'By', kind: 'gauge' },
  used_memory_peak: { name: 'redis.memory.peak', unit: 'By', kind: 'gauge' },
  used_memory_rss: { name: 'redis.memory.rss', unit: 'By', kind: 'gauge' },
  maxmemory: { name: 'redis.maxmemory', unit: 'By', kind: 'gauge' },
  total_net_input_bytes: { name: 'redis.net.input', unit: 'By', kind: 'counter' },
  total_net_output_bytes: { name: 'redis.net.output', unit: 'By', kind: 'counter' },
} as const satisfies Record<string, Metric>;

const keys: Metric = { name: 'redis.db.keys', unit: '{key}', kind: 'gauge' };
const expires: Metric = { name: 'redis.db.expires', unit: '{key}', kind: 'gauge' };
const calls: Metric = { name: 'redis.cmd.calls', unit: '{call}', kind: 'counter' };
const time: Metric = { name: 'redis.cmd.time', unit: 'us', kind: 'counter' };

/** The answer to INFO: `field:value` lines below titles. */
export function parseInfo(text: string): Map<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':');
      return line.startsWith('#') || colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
}

/** When the server of this answer began to count, ms since the epoch, never later than it did: `uptime_in_seconds` is rounded down. */
export function startOf(info: ReadonlyMap<string, string>, readAt: number): number {
  return readAt - (Number(info.get('uptime_in_seconds')) + 1) * 1000;
}

/** An answer's metrics. Counters count since `since`, ms since the epoch. */
export function measurementsOf(info: ReadonlyMap<string, string>, since: number): Measurement[] {
  const of = (metric: Metric, value: number, attributes?: Record<string, string>): Measurement => ({
    ...metric,
    value,
    ...(attributes && { attributes }),
    ...(metric.kind === 'counter' && { since }),
  });
  const server = Object.entries(fields).flatMap(([field, metric]) =>
    info.has(field) ? [of(metric, Number(info.get(field)))] : [],
  );
  const databases = new Map([['db0', 'keys=0,expires=0']]); // INFO leaves out a database without keys
  for (const [field, value] of info) if (/^db\d+$/.test(field)) databases.set(field, value);
  const ofDatabases = [...databases].flatMap(([field, text]) => {
    const db = field.slice('db'.length);
    const parts = pairsOf(text);
    return [of(keys, Number(parts['keys']), { db }), of(expires, Number(parts['expires']), { db })];
  });
  const ofCommands = [...info].flatMap(([field, text]) => {
    const cmd = /^cmdstat_(.+)$/.exec(field)?.[1];
    const parts = pairsOf(text);
    return cmd ? [of(calls, Number(parts['calls']), { cmd }), of(time, Number(parts['usec']), { cmd })] : [];
  });
  return [...server, ...ofDatabases, ...ofCommands];
}

const pairsOf = (text: string): Record<string, string | undefined> =>
  Object.fromEntries(text.split(',').map((pair) => pair.split('=')));

/** Valkey, or Redis: INFO as a user that may do little else. */
export function valkey({ host, port, user, password }: Store): Engine {
  return {
    system: 'valkey',
    open(): Connection {
      const client = createClient({
        username: user,
        password,
        socket: { host, port, connectTimeout: patience, reconnectStrategy: false },
        disableOfflineQueue: true,
        maintNotifications: 'disabled',
      });
      client.on('error', () => {}); // the next command fails and says why
      const connected = client.connect();
      connected.catch(() => {}); // read() says why
      let started: { run: string | undefined; at: number } | undefined;
      return {
        async read() {
          await connected;
          const info = parseInfo(String(await client.sendCommand(['INFO', 'default', 'commandstats'])));
          const run = info.get('run_id');
          if (started?.run !== run) started = { run, at: startOf(info, Date.now()) };
          return measurementsOf(info, started!.at);
        },
        close: async () => client.destroy(),
      };
    },
  };
}
