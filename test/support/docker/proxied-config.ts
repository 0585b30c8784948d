import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A proxy at which nobody listens. */
const proxy = 'http://127.0.0.1:9';

/**
 * Docker's configuration folder, copied into `folder`, with a proxy that Docker hands on to every container.
 * https://docs.docker.com/engine/cli/proxy/
 */
export function proxiedConfig(folder: string, original = join(homedir(), '.docker')): string {
  const copy = join(folder, 'docker-config');
  mkdirSync(copy);
  const names = existsSync(original) ? readdirSync(original) : [];
  for (const name of names) if (name !== 'config.json') symlinkSync(join(original, name), join(copy, name));
  const stated = names.includes('config.json') ? readFileSync(join(original, 'config.json'), 'utf8') : '{}';
  const proxies = { default: { httpProxy: proxy, httpsProxy: proxy, allProxy: proxy } };
  writeFileSync(join(copy, 'config.json'), JSON.stringify({ ...(JSON.parse(stated) as object), proxies }));
  return copy;
}
