import { resolve } from 'node:path';
import { checkout } from '../../../lab/src/base/paths.ts';
import { capabilityNames } from '../../../lab/src/parts/capabilities.ts';
import { stacks } from '../../../lab/src/parts/parts.ts';
import { composeFiles } from '../../../lab/src/runtime/docker/services.ts';
import type { ComposePlugin } from './compose-plugin.ts';
import { run } from '../run-command.ts';

/** A service from `docker compose config --format json`, as far as the policy needs it. */
export type Service = {
  image?: string;
  command?: string[];
  build?: { context: string; dockerfile?: string; args?: Record<string, string> };
  user?: string;
  read_only?: boolean;
  privileged?: boolean;
  cap_add?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  pids_limit?: number;
  mem_limit?: string;
  cpus?: number;
  restart?: string;
  profiles?: string[];
  container_name?: string;
  network_mode?: string;
  pid?: string;
  ipc?: string;
  devices?: unknown[];
  logging?: { options?: Record<string, string> };
  ports?: { host_ip?: string; published?: string; target: number }[];
  volumes?: {
    type: string;
    source?: string;
    target: string;
    read_only?: boolean;
    bind?: { create_host_path?: boolean };
  }[];
  networks?: Record<string, unknown>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  environment?: Record<string, string | null>;
};

export type ComposeConfig = {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
};

/** Where ports listen in the configuration that the policy reads: an address that appears in no file. */
export const boundTo = '127.0.0.9';

/** Compose files of the checkout, merged, as Compose itself reads them, every profile included, with these variables on top. Needs no engine. */
export async function composeConfig(
  plugin: ComposePlugin,
  files: readonly string[],
  chosen: Record<string, string> = {},
): Promise<ComposeConfig> {
  const given = files.flatMap((file) => ['--file', resolve(checkout, file)]);
  const args = ['--project-directory', checkout, ...given, '--profile', '*', 'config', '--format', 'json'];
  const env = { ...plugin.environment, BIND_ADDR: boundTo, ...chosen };
  return JSON.parse(await run(plugin.path, args, { cwd: checkout, env })) as ComposeConfig;
}

/** The compose files of each stack, without and with every capability. */
export const composeSets: readonly (readonly string[])[] = stacks.flatMap((stack) => [
  composeFiles(stack, []),
  composeFiles(stack, capabilityNames),
]);
