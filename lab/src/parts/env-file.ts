import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { LabError } from '../base/lab-error.ts';
import { checkout } from '../base/paths.ts';
import { versionVariables } from './engines.ts';
import { memoryLimitNames, portNames, type PortName } from './parts.ts';

export type { PortName };

const port = z.coerce.number().int().min(1).max(65535);
const memory = z.string().regex(/^[1-9]\d*MiB$/);
const version = z.string().regex(/^\d+\.\d+\.\d+$/);

/** What `.env` states besides versions and ports. */
const settings = {
  BIND_ADDR: z.union([z.ipv4(), z.ipv6()]),
  LAB_TELEMETRY: z.enum(['on', 'off']),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  GENERATOR_RATE: z.coerce.number().int().min(0).max(1_000),
  CASSANDRA_HEAP: z.string().regex(/^[1-9]\d*[MG]$/),
  PROMETHEUS_RETENTION: z.string().regex(/^[1-9]\d*[smhdw]$/),
};

const schema = z.object({
  ...settings,
  ...all(versionVariables, version),
  ...all(portNames, port),
  ...all(memoryLimitNames, memory),
});

function all<N extends string, S>(names: readonly N[], schema: S): Record<N, S> {
  return Object.fromEntries(names.map((name) => [name, schema])) as Record<N, S>;
}

/** What `.env` states, with the shell's variables of the same name on top. Ports are numbers. */
export type LabEnv = z.infer<typeof schema>;

const EXPECTED: Record<string, string> = {
  PORT: 'a port number between 1 and 65535',
  VERSION: 'a version such as 1.2.3',
  TELEMETRY: 'on or off',
  LEVEL: 'trace, debug, info, warn, error, fatal or silent',
  RATE: 'a number of traces per second, at most 1,000',
  HEAP: 'a size such as 512M or 1G',
  GOMEMLIMIT: 'a size such as 420MiB',
  RETENTION: 'a time such as 48h',
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
      return `${name}=${value} (${where}); expected ${EXPECTED[name.split('_').at(-1) ?? ''] ?? 'another value'}`;
    });
    throw new LabError({
      what: 'The settings in .env cannot be used.',
      expected: 'valid versions, ports and addresses',
      found: found.join('\n            '),
      next: 'correct these lines, or: git checkout .env',
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
      what: 'The settings of the lab are missing.',
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

/** The lab's settings as variables of a process. */
export function asVariables(env: LabEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
}
