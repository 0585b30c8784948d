import { z } from 'zod';
import type { RuntimeName, Endpoints, PartName, Stack } from '../../parts/parts.ts';
import { LabError } from '../../base/lab-error.ts';
import { partsOf } from '../../parts/stacks.ts';

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  STACK: z.enum(['tempo', 'jaeger', 'both']).default('tempo'),
  LAB_RUNTIME: z.enum(['native', 'docker']).default('native'),
  GATEWAY_URL: url,
  ORDERS_URL: url,
  STOCK_URL: url,
  COLLECTOR_HEALTH_URL: url,
  COLLECTOR_TELEMETRY_URL: url,
  SPAN_METRICS_URL: url,
  PROMETHEUS_URL: url,
  TEMPO_URL: url.optional(),
  JAEGER_URL: url.optional(),
  GRAFANA_URL: url.optional(),
  /** host:port of its CQL port; Cassandra speaks no HTTP. */
  CASSANDRA_ADDRESS: z
    .string()
    .regex(/^\S+:\d+$/)
    .optional(),
  /** Where a person's browser reaches an engine, if that is not where this server does (Docker). */
  GATEWAY_LINK: url.optional(),
  PROMETHEUS_LINK: url.optional(),
  TEMPO_LINK: url.optional(),
  JAEGER_LINK: url.optional(),
  GRAFANA_LINK: url.optional(),
  /** Host names under which the page may be asked for, besides loopback's. */
  ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((name) => name.trim().toLowerCase())
        .filter(Boolean),
    ),
  /** A name of this container in the one network whose members may not ask: the apps', which shall reach no store. */
  REFUSED_NETWORK: z.string().optional(),
  /** k6 that this server may run; without it the page shows the command instead. */
  K6_PATH: z.string().optional(),
  K6_SCRIPT: z.string().optional(),
  /** Folder of the built page. */
  PAGE_DIR: z.string().optional(),
});

/** What the console's server is told by its environment. URLs have no slash at the end. */
export type ConsoleSettings = {
  port: number;
  host: string;
  stack: Stack;
  runtime: RuntimeName;
  parts: readonly PartName[];
  endpoints: Endpoints;
  /** host:port. */
  cassandra?: string;
  links: Partial<Record<PartName, string>>;
  allowedHosts: readonly string[];
  refusedNetwork?: string;
  k6?: { path: string; script: string };
  pageDir?: string;
};

/** Reads the environment. Throws a LabError that names each variable that is missing or malformed. */
export function readSettings(environment: Record<string, string | undefined> = process.env): ConsoleSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new LabError({
      what: 'The console cannot start.',
      expected: 'an address for each engine, as docs/console.md lists them',
      found: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
      next: 'npm start, which sets them all',
    });
  }
  const env = parsed.data;
  const endpoints: Endpoints = {
    gateway: env.GATEWAY_URL,
    orders: env.ORDERS_URL,
    stock: env.STOCK_URL,
    otlpGrpc: '', // the console sends no spans
    otlpHttp: '',
    collectorHealth: env.COLLECTOR_HEALTH_URL,
    collectorTelemetry: env.COLLECTOR_TELEMETRY_URL,
    spanMetrics: env.SPAN_METRICS_URL,
    prometheus: env.PROMETHEUS_URL,
    ...(env.TEMPO_URL && { tempo: env.TEMPO_URL }),
    ...(env.JAEGER_URL && { jaeger: env.JAEGER_URL }),
    ...(env.GRAFANA_URL && { grafana: env.GRAFANA_URL }),
  };
  const parts = partsOf(env.STACK, env.LAB_RUNTIME).filter((part) => part !== 'grafana' || env.GRAFANA_URL);
  return {
    port: env.PORT,
    host: env.HOST,
    stack: env.STACK,
    runtime: env.LAB_RUNTIME,
    parts,
    endpoints,
    ...(env.CASSANDRA_ADDRESS && { cassandra: env.CASSANDRA_ADDRESS }),
    links: linksOf(env),
    allowedHosts: env.ALLOWED_HOSTS,
    ...(env.REFUSED_NETWORK && { refusedNetwork: env.REFUSED_NETWORK }),
    ...(env.K6_PATH && env.K6_SCRIPT && { k6: { path: env.K6_PATH, script: env.K6_SCRIPT } }),
    ...(env.PAGE_DIR && { pageDir: env.PAGE_DIR }),
  };
}

function linksOf(env: z.infer<typeof schema>): Partial<Record<PartName, string>> {
  const links: Partial<Record<PartName, string | undefined>> = {
    gateway: env.GATEWAY_LINK ?? env.GATEWAY_URL,
    prometheus: env.PROMETHEUS_LINK ?? env.PROMETHEUS_URL,
    jaeger: env.JAEGER_LINK ?? env.JAEGER_URL,
    grafana: env.GRAFANA_LINK ?? env.GRAFANA_URL,
  };
  return Object.fromEntries(Object.entries(links).filter(([, link]) => link !== undefined));
}
