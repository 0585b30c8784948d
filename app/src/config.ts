import { z } from 'zod';

/** The parts a process can play; one image, one role per process. In the order of the calls. */
export const roles = ['gateway', 'orders', 'stock'] as const;
export type Role = (typeof roles)[number];

/** The services a role may call: names only, mapped to URLs at start, never taken from a request. */
export type PeerName = 'orders' | 'stock';

/** What a process needs to know before it starts. Times in ms. */
export interface Config {
  role: Role;
  host: string;
  port: number;
  peers: Record<PeerName, string>;
  logLevel: string;
  environment: string;
  telemetry: { enabled: boolean; endpoint: string; metricsInterval: number };
}

/** Environment that cannot be used: `problems` has one line for each variable. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const defaultPorts: Record<Role, number> = { gateway: 8000, orders: 8001, stock: 8002 };

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `a whole number from ${min} to ${max}`,
    })
    .transform(Number);
const httpUrl = (fallback: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      error: `an http:// or https:// URL such as ${fallback}`,
    })
    .transform((text) => text.replace(/\/+$/, ''))
    .default(fallback);

const environment = z.object({
  ROLE: oneOf(roles),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, { error: 'a host name or an address' })
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65535).optional(),
  ORDERS_URL: httpUrl('http://127.0.0.1:8001'),
  STOCK_URL: httpUrl('http://127.0.0.1:8002'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl('http://127.0.0.1:4317'),
  LAB_TELEMETRY: oneOf(['on', 'off']).default('on'),
  LAB_METRICS_INTERVAL: wholeNumber(100, 600_000).default(5000),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DEPLOYMENT_ENVIRONMENT: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: 'at most 64 letters, digits, ".", "_" or "-"' })
    .default('lab'),
});

/** Reads the environment; an empty variable counts as absent. Throws {@link ConfigError} that names every wrong variable. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(present);
  if (!result.success) throw new ConfigError(problemsOf(result.error, present));
  const e = result.data;
  return {
    role: e.ROLE,
    host: e.HOST,
    port: e.PORT ?? defaultPorts[e.ROLE],
    peers: { orders: e.ORDERS_URL, stock: e.STOCK_URL },
    logLevel: e.LOG_LEVEL,
    environment: e.DEPLOYMENT_ENVIRONMENT,
    telemetry: {
      enabled: e.LAB_TELEMETRY === 'on',
      endpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT,
      metricsInterval: e.LAB_METRICS_INTERVAL,
    },
  };
}

function problemsOf(error: z.ZodError, env: Record<string, string | undefined>): string[] {
  const messages = new Map<string, string>();
  for (const issue of error.issues) {
    const name = String(issue.path[0]);
    messages.set(name, messages.get(name) ?? issue.message);
  }
  return [...messages].map(
    ([name, expected]) =>
      `${name}: expected ${expected}, found ${env[name] === undefined ? 'nothing' : `"${env[name]}"`}`,
  );
}
