import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { checkout } from '../base/paths.ts';

/** Password of Grafana's user `admin`, as the compose files get it: the shell's, `.env`'s, or admin. */
export function grafanaPassword(): string {
  return process.env['GRAFANA_ADMIN_PASSWORD'] || statedPassword() || 'admin';
}

function statedPassword(): string | undefined {
  return parseEnv(readFileSync(join(checkout, '.env'), 'utf8'))['GRAFANA_ADMIN_PASSWORD'];
}

/** Header that logs in to Grafana's API as `admin`. */
export function grafanaAuthorization(): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`admin:${grafanaPassword()}`).toString('base64')}` };
}
