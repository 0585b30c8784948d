import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../config-error.ts';

/** A server, and the user that a service is there. */
export interface Store {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** Where the stores of the shop answer; those that are absent belong to a lab without it. Times in ms. */
export interface ShopSettings {
  postgres?: Store & { database: string };
  /** Addresses such as 127.0.0.1:9092. */
  kafka?: string[];
  valkey?: Store;
  /** Something that the shop leaves out, so that one sees what it is for. */
  shortcut?: Shortcut;
  /** The time between two rounds of the executor. */
  executorInterval: number;
  /** The time between two looks of the observer. */
  observerInterval: number;
}

/** `commit-first`: consumers commit an offset before the work. `no-outbox`: orders sends its message after the transaction. */
export const shortcuts = ['commit-first', 'no-outbox'] as const;
export type Shortcut = (typeof shortcuts)[number];

const address = /^[\w.-]+:\d{1,5}$|^\[[\da-f:]+\]:\d{1,5}$/i;
const storeUrl = (protocol: string, path: RegExp, example: string) =>
  z.string().refine(
    (text) => {
      const url = URL.parse(text);
      return (
        url?.protocol === protocol &&
        url.hostname !== '' &&
        /^\w+$/.test(url.username) &&
        url.password === '' &&
        path.test(url.pathname)
      );
    },
    { error: `a URL such as ${example}` },
  );
const file = z
  .string()
  .refine((path) => contentOf(path) !== undefined, { error: 'a file that can be read and has the password' });
const password = z.string();

/** The variables of the shop, as zod takes them. */
export const shopVariables = {
  POSTGRES_URL: storeUrl('postgres:', /^\/\w+$/, 'postgres://shop@127.0.0.1:5432/shop').optional(),
  VALKEY_URL: storeUrl('redis:', /^\/?$/, 'redis://shop@127.0.0.1:6379').optional(),
  KAFKA_BROKERS: z
    .string()
    .refine((text) => text.split(',').every((one) => address.test(one.trim())), {
      error: 'addresses such as 127.0.0.1:9092, separated by commas',
    })
    .transform((text) => text.split(',').map((one) => one.trim()))
    .optional(),
  SHOP_SHORTCUT: z.enum(shortcuts, { error: `nothing, or one of ${shortcuts.join(', ')}` }).optional(),
  SHOP_PASSWORD: password.optional(),
  SHOP_PASSWORD_FILE: file.optional(),
  OBSERVER_PASSWORD: password.optional(),
  OBSERVER_PASSWORD_FILE: file.optional(),
};

type ShopEnvironment = { [Name in keyof typeof shopVariables]?: z.output<(typeof shopVariables)[Name]> };

/** The settings in a valid environment. Throws {@link ConfigError} if a user has no password. */
export function shopSettings(
  env: ShopEnvironment,
  intervals: Pick<ShopSettings, 'executorInterval' | 'observerInterval'>,
): ShopSettings {
  const { POSTGRES_URL, KAFKA_BROKERS, VALKEY_URL, SHOP_SHORTCUT } = env;
  return {
    ...(POSTGRES_URL !== undefined && {
      postgres: { ...storeAt(POSTGRES_URL, 5432, env), database: new URL(POSTGRES_URL).pathname.slice(1) },
    }),
    ...(KAFKA_BROKERS !== undefined && { kafka: KAFKA_BROKERS }),
    ...(VALKEY_URL !== undefined && { valkey: storeAt(VALKEY_URL, 6379, env) }),
    ...(SHOP_SHORTCUT !== undefined && { shortcut: SHOP_SHORTCUT }),
    ...intervals,
  };
}

/** The variable that has the setting `name`, and what it may be. */
const described = {
  postgres: 'POSTGRES_URL: expected a URL such as postgres://shop@127.0.0.1:5432/shop',
  kafka: 'KAFKA_BROKERS: expected addresses such as 127.0.0.1:9092',
  valkey: 'VALKEY_URL: expected a URL such as redis://shop@127.0.0.1:6379',
};

/** The settings that a role cannot work without. Throws {@link ConfigError} that names each one that is absent. */
export function required<Name extends keyof typeof described>(
  shop: ShopSettings,
  ...names: Name[]
): ShopSettings & Required<Pick<ShopSettings, Name>> {
  const absent = names.filter((name) => shop[name] === undefined);
  if (absent.length > 0) throw new ConfigError(absent.map((name) => `${described[name]}, found nothing`));
  return shop as ShopSettings & Required<Pick<ShopSettings, Name>>;
}

/** `text` without a password that a URL in it has: it goes to the terminal. */
export function withoutPassword(text: string): string {
  return text.replace(/(\/\/[^:@/]*):[^@]*@/g, '$1:…@');
}

function storeAt(text: string, defaultPort: number, env: ShopEnvironment): Store {
  const { hostname, port, username } = new URL(text);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort : Number(port),
    user: username,
    password: passwordOf(username, env),
  };
}

/** A user's password is in a variable, or in a file, that is named after the user. */
function passwordOf(user: string, env: ShopEnvironment): string {
  const variable = `${user.toUpperCase()}_PASSWORD`;
  const values = env as Record<string, string | undefined>;
  const path = values[`${variable}_FILE`];
  const found = values[variable] ?? (path === undefined ? undefined : contentOf(path));
  if (found === undefined)
    throw new ConfigError([
      `${variable}: expected the password of the user ${user} (or ${variable}_FILE), found nothing`,
    ]);
  return found;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch {
    return undefined;
  }
}
