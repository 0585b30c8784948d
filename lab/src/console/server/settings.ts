import { z } from 'zod';
import { LabError } from '../../base/lab-error.ts';
import { type Capability, capabilityNames, capabilityVariable } from '../../parts/capabilities.ts';
import { type OwnReceiver, receiverOf } from '../../watch/own-receiver.ts';
import { faultsTarget } from '../../runtime/docker/settings.ts';
import { labFiles } from '../../runtime/lab-files.ts';
import { endpointsInside, endpointsOf, pageOf } from '../../parts/endpoints.ts';
import type { LabEnv } from '../../parts/env-file.ts';
import {
  type Endpoints,
  type PartName,
  partsOf,
  portNames,
  runtimeNames,
  type RuntimeName,
  stacks,
  type Stack,
} from '../../parts/parts.ts';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean),
  );
const port = z.coerce.number().int().min(0).max(65535);

const schema = z.object({
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  LAB_STACK: z.enum(stacks),
  LAB_RUNTIME: z.enum(runtimeNames),
  /** Parts that this lab was started without, because their images are not available. */
  LAB_WITHOUT: list,
  /** Where a person's browser reaches the parts whose port variables are set. */
  BIND_ADDR: z.string().default('127.0.0.1'),
  /** Host names under which the page is served, besides loopback's. */
  ALLOWED_HOSTS: list,
  /** A name of this container in the network whose members are refused: that of the apps, which must not reach a store. */
  REFUSED_NETWORK: z.string().optional(),
  /** k6 that this server may run; without it the page shows the command instead. */
  K6_PATH: z.string().optional(),
  K6_SCRIPT: z.string().optional(),
  /** Folder of the built page. */
  PAGE_DIR: z.string().optional(),
});

/** The environment of the console's server. */
export type ConsoleSettings = {
  port: number;
  host: string;
  stack: Stack;
  capabilities: readonly Capability[];
  runtime: RuntimeName;
  parts: readonly PartName[];
  /** Where this server reaches the parts. */
  endpoints: Endpoints;
  /** Where a person's browser does. */
  links: Partial<Record<PartName, string>>;
  /** Where services of this machine send, if not at the endpoints. */
  receiver?: OwnReceiver;
  allowedHosts: readonly string[];
  refusedNetwork?: string;
  k6?: { path: string; script: string };
  pageDir?: string;
  /** Folder of the files that tell which faults are on. */
  faultsFolder: string;
};

/** Reads the environment. Throws a LabError that names each variable that is missing or malformed. */
export function readSettings(environment: Record<string, string | undefined> = process.env): ConsoleSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new LabError({
      what: 'The console cannot start.',
      expected: 'the settings that docs/console.md lists',
      found: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
      next: 'npm start, which sets them all',
    });
  }
  const env = parsed.data;
  const capabilities = capabilityNames.filter((name) => given[capabilityVariable(name)] !== undefined);
  const names = partsOf(env.LAB_STACK, env.LAB_RUNTIME, capabilities).filter((name) => !env.LAB_WITHOUT.includes(name));
  const published = endpointsOf(portsIn(given, env.BIND_ADDR), names, env.LAB_RUNTIME);
  return {
    port: env.PORT,
    host: env.HOST,
    stack: env.LAB_STACK,
    capabilities,
    runtime: env.LAB_RUNTIME,
    parts: names,
    endpoints: env.LAB_RUNTIME === 'docker' ? endpointsInside(names) : published,
    links: linksTo(names, published),
    ...(published.otlpHttp && published.otlpGrpc && { receiver: receiverOf(published) }),
    allowedHosts: env.ALLOWED_HOSTS,
    ...(env.REFUSED_NETWORK && { refusedNetwork: env.REFUSED_NETWORK }),
    ...(env.K6_PATH && env.K6_SCRIPT && { k6: { path: env.K6_PATH, script: env.K6_SCRIPT } }),
    ...(env.PAGE_DIR && { pageDir: env.PAGE_DIR }),
    faultsFolder: env.LAB_RUNTIME === 'docker' ? faultsTarget : labFiles().faults,
  };
}

/** The addresses of the pages whose ports are set. */
function linksTo(names: readonly PartName[], published: Endpoints): ConsoleSettings['links'] {
  const links = names.flatMap((name) => {
    const url = pageOf(published, name);
    return url && name !== 'console' ? [[name, url]] : [];
  });
  return Object.fromEntries(links);
}

/** The lab's port variables that are set. */
function portsIn(
  given: Record<string, string | undefined>,
  address: string,
): Pick<LabEnv, 'BIND_ADDR'> & Partial<LabEnv> {
  const set = portNames.flatMap((variable) => (given[variable] ? [[variable, Number(given[variable])]] : []));
  return { BIND_ADDR: address, ...Object.fromEntries(set) };
}
