import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { type Role, roles, urlVariable } from './roles/role.ts';
import { type ShopSettings, shopSettings, shopVariables, withoutPassword } from './shop/settings.ts';

export { ConfigError };

/** The configuration of a process. Times in ms. */
export interface Config {
  role: Role;
  host: string;
  port: number;
  /** Where the roles that this one may call answer: set at start, never taken from a request. */
  peers: Record<Role, string>;
  logLevel: string;
  /** A line for each variable whose value was passed over. */
  passedOver: string[];
  environment: string;
  /** The file of feature flags, if faults can be switched on. */
  flags: string | undefined;
  telemetry: { enabled: boolean; endpoint: string; logs: boolean; spanDelay: number; metricsInterval: number };
  shop: ShopSettings;
}

const oneOf = <const T extends string>(values: readonly T[]) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `a whole number from ${min} to ${max}`,
    })
    .transform(Number);
const httpUrl = (example: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      error: `an http:// or https:// URL such as ${example}`,
    })
    .transform((text) => text.replace(/\/+$/, ''));
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const collector = 'http://127.0.0.1:4317';

const environment = z.object({
  ROLE: oneOf(roles),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, { error: 'a host name or an address' })
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65535),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl(collector).default(collector),
  LAB_TELEMETRY: oneOf(['on', 'off']).default('on'),
  LAB_FLAGS: z.string().optional(),
  LAB_LOGS: oneOf(['on', 'off']).default('off'),
  OTEL_BSP_SCHEDULE_DELAY: wholeNumber(1, 60_000).default(200),
  LAB_METRICS_INTERVAL: wholeNumber(100, 600_000).default(5000),
  LOG_LEVEL: z
    .string()
    .default('info')
    .transform((level) => level.toLowerCase()),
  DEPLOYMENT_ENVIRONMENT: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: 'at most 64 letters, digits, ".", "_" or "-"' })
    .default('lab'),
  EXECUTOR_INTERVAL: wholeNumber(100, 600_000).default(5000),
  OBSERVER_INTERVAL: wholeNumber(100, 600_000).default(1000),
  ...shopVariables,
});

/** Where the roles answer, by {@link urlVariable}. */
const urls = z.object(
  Object.fromEntries(roles.map((role) => [urlVariable(role), httpUrl('http://127.0.0.1:8000').optional()])),
);

/** Reads the environment; an empty variable counts as absent. Throws {@link ConfigError} that names every wrong variable. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = z.intersection(environment, urls).safeParse(present);
  if (!result.success) throw new ConfigError(problemsOf(result.error, present));
  const e = result.data;
  const level = levels.find((one) => one === e.LOG_LEVEL);
  return {
    role: e.ROLE,
    host: e.HOST,
    port: e.PORT,
    peers: peersIn(e),
    logLevel: level ?? 'info',
    // many programs read a variable of this name: a level of theirs does not end the service
    passedOver: level ? [] : [`LOG_LEVEL: expected one of ${levels.join(', ')}, found "${present['LOG_LEVEL']}"`],
    environment: e.DEPLOYMENT_ENVIRONMENT,
    flags: e.LAB_FLAGS,
    telemetry: {
      enabled: e.LAB_TELEMETRY === 'on',
      endpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT,
      logs: e.LAB_LOGS === 'on',
      spanDelay: e.OTEL_BSP_SCHEDULE_DELAY,
      metricsInterval: e.LAB_METRICS_INTERVAL,
    },
    shop: shopSettings(e, { executorInterval: e.EXECUTOR_INTERVAL, observerInterval: e.OBSERVER_INTERVAL }),
  };
}

function peersIn(env: Record<string, unknown>): Record<Role, string> {
  const known = roles.map((role) => [role, env[urlVariable(role)]] as const);
  return Object.fromEntries(known.filter((one): one is [Role, string] => typeof one[1] === 'string'));
}

function problemsOf(error: z.ZodError, env: Record<string, string | undefined>): string[] {
  const messages = new Map<string, string>();
  for (const issue of error.issues) {
    const name = String(issue.path[0]);
    messages.set(name, messages.get(name) ?? issue.message);
  }
  return [...messages].map(
    ([name, expected]) =>
      `${name}: expected ${expected}, found ${env[name] === undefined ? 'nothing' : `"${withoutPassword(env[name])}"`}`,
  );
}
