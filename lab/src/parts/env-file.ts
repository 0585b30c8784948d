import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { isListOfOrigins } from '../../../docker/origins.ts';
import { LabError } from '../base/lab-error.ts';
import { checkout } from '../base/paths.ts';
import { versionVariables } from './engines.ts';
import { memoryLimitNames, portNames, type PortName, type RuntimeName } from './parts.ts';
import { windowSets } from './objectives.ts';
import { variableGroups } from './variables.ts';

export type { PortName };

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const port = z.coerce.number().int().min(1).max(65535);
const memory = z.string().regex(/^[1-9]\d*MiB$/);
const version = z.string().regex(/^\d+(\.\d+){1,2}$/);

/** What `.env` states besides versions and ports. */
const settings = {
  BIND_ADDR: z.union([z.ipv4(), z.ipv6()]),
  OTLP_CORS_ORIGINS: z.string().refine(isListOfOrigins),
  LAB_TELEMETRY: z.enum(['on', 'off']),
  LAB_LIVE: z.enum(['', '1']),
  LOG_LEVEL: z.enum(levels),
  GENERATOR_RATE: z.coerce.number().int().min(0).max(1_000),
  CASSANDRA_HEAP: z.string().regex(/^[1-9]\d*[MG]$/),
  SHOP_SHORTCUT: z.enum(['', 'commit-first', 'no-outbox']),
  SLO_WINDOWS: z.enum(windowSets),
  KAFKA_HEAP: z.string().regex(/^[1-9]\d*[MG]$/),
  SHOP_PASSWORD: z.string().regex(/^[\w.-]{1,64}$/),
  OBSERVER_PASSWORD: z.string().regex(/^[\w.-]{1,64}$/),
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
  ORIGINS: 'nothing, or origins separated by commas, such as http://localhost:5173',
  TELEMETRY: 'on or off',
  LIVE: '1, or nothing',
  LEVEL: `one of ${levels.join(', ')}`,
  RATE: 'a number of traces per second, at most 1,000',
  SHORTCUT: 'nothing, commit-first or no-outbox',
  PASSWORD: '1 to 64 letters, digits, ".", "_" or "-"',
  WINDOWS: windowSets.join(' or '),
  HEAP: 'a size such as 512M or 1G',
  GOMEMLIMIT: 'a size such as 420MiB',
  RETENTION: 'a time such as 48h',
  ADDR: 'an IP address such as 127.0.0.1',
};

/** Where settings come from, and for which runtime: what only the other one reads is not taken from the shell. */
type Sources = {
  file?: string;
  shell?: Record<string, string | undefined>;
  runtime?: RuntimeName;
  /** Gets a line for each variable of the shell that is passed over although it has a name of ours. */
  say?: (line: string) => void;
};

/**
 * Reads `.env` of the checkout, with the shell's variables of the same names on top. Throws a LabError that names each one
 * that is missing, malformed or contradicts another, and where it comes from.
 */
export function readLabEnv(sources: Sources = {}): LabEnv {
  const { file = join(checkout, '.env'), shell = process.env, runtime, say = () => {} } = sources;
  const names = Object.keys(schema.shape);
  const given = meant(shell, names, runtime, say);
  const merged = { ...readEnvFile(file), ...given };
  const from = (name: string) => (name in given ? 'the shell' : file);

  const parsed = schema.safeParse(merged);
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    const found = wrong.map((name) => {
      const value = merged[name] === undefined ? 'nothing' : JSON.stringify(merged[name]);
      return `${name}=${value} (${from(name)}); expected ${EXPECTED[name.split('_').at(-1) ?? ''] ?? 'another value'}`;
    });
    throw new LabError({
      what: 'The settings of the lab cannot be used.',
      expected: 'valid versions, ports and addresses',
      found: found.join('\n'),
      next: nextFor(wrong, given),
    });
  }
  const twice = duplicatePorts(parsed.data);
  if (twice) {
    throw new LabError({
      what: 'Two parts of the lab are given the same port.',
      expected: 'a port for each',
      found: `${twice.map((name) => `${name} (${from(name)})`).join(' and ')} are both ${parsed.data[twice[0]]}`,
      next: `change one of them${twice.some((name) => name in given) ? `, or: ${unset(twice, given)}` : ' in .env'}`,
    });
  }
  return parsed.data;
}

/** What Kubernetes and `docker run --link` set in a container for a service with the name of a part: PROMETHEUS_PORT=tcp://10.96.0.12:9090. */
const serviceLink = /^(tcp|udp|sctp):\/\//;

/** The variables of a shell that are meant for this lab: other programs use some of these names too. */
function meant(
  shell: Record<string, string | undefined>,
  names: readonly string[],
  runtime: RuntimeName | undefined,
  say: (line: string) => void,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of names) {
    const value = shell[name];
    if (!value || (runtime && readOnlyBy(name, runtime === 'native' ? 'Docker' : 'native'))) continue;
    const level = name === 'LOG_LEVEL' && levels.find((one) => one === value.toLowerCase());
    if (serviceLink.test(value)) say(`${name}=${value} of the shell is a service link, not a setting of the lab.`);
    else if (name === 'LOG_LEVEL' && !level)
      say(`LOG_LEVEL=${value} of the shell is no level of the lab (${levels.join(', ')}).`);
    else given[name] = level || value;
  }
  return given;
}

function readOnlyBy(name: string, runtime: 'native' | 'Docker'): boolean {
  return variableGroups.some(({ variables }) => variables.some((one) => one.name === name && one.only === runtime));
}

/** How to get rid of settings: those of the shell, and those of the file. */
function nextFor(names: readonly string[], given: Record<string, string>): string {
  const ofShell = names.some((name) => name in given);
  const ofFile = names.some((name) => !(name in given));
  return [
    ...(ofShell ? [unset(names, given)] : []),
    ...(ofFile ? ['correct these lines, or: git checkout .env'] : []),
  ].join('; ');
}

function unset(names: readonly string[], given: Record<string, string>): string {
  return `unset ${names.filter((name) => name in given).join(' ')}`;
}

function readEnvFile(file: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new LabError({
      what: `The settings of the lab ${missing ? 'are missing' : 'cannot be read'}.`,
      expected: `a readable file ${file}`,
      found: (cause as Error).message,
      next: missing ? 'git checkout .env' : `ls -l '${file}'`,
    });
  }
}

/** Two ports that are the same number. */
function duplicatePorts(env: LabEnv): [PortName, PortName] | undefined {
  const seen = new Map<number, PortName>();
  for (const name of portNames) {
    const other = seen.get(env[name]);
    if (other) return [other, name];
    seen.set(env[name], name);
  }
  return undefined;
}

/** The lab's settings as variables of a process. */
export function asVariables(env: LabEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
}
