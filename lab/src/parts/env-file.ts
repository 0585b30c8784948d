import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { LabError } from '../base/lab-error.ts';
import { checkout } from '../base/paths.ts';

const port = z.coerce.number().int().min(1).max(65535);
const version = z.string().regex(/^\d+\.\d+\.\d+$/);

const schema = z.object({
  COLLECTOR_VERSION: version,
  PROMETHEUS_VERSION: version,
  TEMPO_VERSION: version,
  JAEGER_VERSION: version,
  CASSANDRA_VERSION: version,
  GRAFANA_VERSION: version,
  K6_VERSION: version,
  NODE_VERSION: version,
  BIND_ADDR: z.union([z.ipv4(), z.ipv6()]),
  GATEWAY_PORT: port,
  ORDERS_PORT: port,
  STOCK_PORT: port,
  OTLP_GRPC_PORT: port,
  OTLP_HTTP_PORT: port,
  COLLECTOR_HEALTH_PORT: port,
  COLLECTOR_TELEMETRY_PORT: port,
  SPAN_METRICS_PORT: port,
  PROMETHEUS_PORT: port,
  TEMPO_PORT: port,
  JAEGER_PORT: port,
  GRAFANA_PORT: port,
  CONSOLE_PORT: port,
  TEMPO_OTLP_PORT: port,
  TEMPO_GRPC_PORT: port,
  JAEGER_OTLP_PORT: port,
  JAEGER_HEALTH_PORT: port,
  JAEGER_TELEMETRY_PORT: port,
  RELAY_TEMPO_PORT: port,
  RELAY_JAEGER_PORT: port,
  CASSANDRA_PORT: port,
  CASSANDRA_STORAGE_PORT: port,
  CASSANDRA_JMX_PORT: port,
  LAB_TELEMETRY: z.enum(['on', 'off']),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  CASSANDRA_HEAP: z.string().regex(/^[1-9]\d*[MG]$/),
});

/** What `.env` states, with the shell's variables of the same name on top. Ports are numbers. */
export type LabEnv = z.infer<typeof schema>;

/** Names of the variables in `.env` that are ports. */
export type PortName = { [K in keyof LabEnv]: K extends `${string}_PORT` ? K : never }[keyof LabEnv];

const EXPECTED: Record<string, string> = {
  PORT: 'a port number between 1 and 65535',
  VERSION: 'a version such as 1.2.3',
  TELEMETRY: 'on or off',
  LEVEL: 'trace, debug, info, warn, error, fatal or silent',
  HEAP: 'a size such as 512M or 1G',
  ADDR: 'an IP address such as 127.0.0.1',
};

/** Reads `.env` of the checkout. Throws a LabError that names each variable that is missing, unknown or malformed. */
export function readLabEnv(
  file: string = join(checkout, '.env'),
  shell: Record<string, string | undefined> = process.env,
): LabEnv {
  const names = Object.keys(schema.shape);
  const stated = readEnvFile(file);
  const merged: Record<string, string | undefined> = { ...stated };
  for (const name of names) if (shell[name]) merged[name] = shell[name];

  const parsed = schema.safeParse(merged);
  if (!parsed.success) {
    const found = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const where = shell[name] ? 'the shell' : file;
      const value = merged[name] === undefined ? 'nothing' : JSON.stringify(merged[name]);
      return `${name}=${value} (${where}); wants ${EXPECTED[name.split('_').at(-1) ?? ''] ?? 'another value'}`;
    });
    throw new LabError({
      what: 'The settings in .env cannot be used.',
      expected: 'every version, port and address in its form',
      found: found.join('\n            '),
      next: 'mend these lines, or: git checkout .env',
    });
  }
  const twice = duplicatePorts(parsed.data);
  if (twice) {
    throw new LabError({
      what: 'Two parts of the lab are given the same port.',
      expected: 'a port for each',
      found: twice,
      next: 'change one of them in .env',
    });
  }
  return parsed.data;
}

function readEnvFile(file: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new LabError({
      what: 'The settings of the lab are not there.',
      expected: `a readable file ${file}`,
      found: (cause as Error).message,
      next: 'git checkout .env',
    });
  }
}

function duplicatePorts(env: LabEnv): string | undefined {
  const seen = new Map<number, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.endsWith('_PORT') || typeof value !== 'number') continue;
    const other = seen.get(value);
    if (other) return `${other} and ${name} are both ${value}`;
    seen.set(value, name);
  }
  return undefined;
}
