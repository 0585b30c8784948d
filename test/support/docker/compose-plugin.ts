import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { readLabEnv } from '../../../lab/src/parts/env-file.ts';
import { cacheHome } from '../../../lab/src/base/paths.ts';
import { provideEngines } from '../../../lab/src/runtime/engines/provide-engines.ts';

/** Docker Compose v2: a binary to run by its path, and what makes `docker compose` find it. */
export type ComposePlugin = { path: string; environment: Record<string, string> };

/** The machine's Compose v2, else one built from its Go module. Needs no engine. */
export async function provideCompose(say: (line: string) => void): Promise<ComposePlugin> {
  const format = '{{range .ClientInfo.Plugins}}{{if eq .Name "compose"}}{{.Path}}{{end}}{{end}}';
  const installed = await execa('docker', ['info', '--format', format], { reject: false, timeout: 10_000 });
  const path = installed.stdout?.trim().split('\n').at(-1);
  if (path?.startsWith('/')) return { path, environment: await builderSettings() };

  const built = (await provideEngines(['compose'], { env: readLabEnv(), say })).get('compose')!;
  const config = join(cacheHome(), 'docker-config'); // not the user's own folder, which is not changed
  const link = join(config, 'cli-plugins/docker-compose');
  await mkdir(join(config, 'cli-plugins'), { recursive: true });
  await rm(link, { force: true });
  await symlink(built.path, link);
  say(`docker compose: version ${built.version}, built from its Go module`);
  return { path: built.path, environment: { DOCKER_CONFIG: config, ...(await builderSettings()) } };
}

/** Without buildx, Compose builds by itself only if Bake is switched off. */
async function builderSettings(): Promise<Record<string, string>> {
  const buildx = await execa('docker', ['buildx', 'version'], { reject: false, timeout: 10_000 });
  return buildx.failed ? { COMPOSE_BAKE: 'false' } : {};
}
