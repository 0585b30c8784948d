// What unit tests of several folders need.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';

/** Gives each test of the file a `LAB_HOME` of its own, which is removed after it together with every other stubbed variable. */
export function temporaryHome(): { readonly path: string } {
  const home = { path: '' };
  beforeEach(() => {
    home.path = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));
    vi.stubEnv('LAB_HOME', home.path);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home.path, { recursive: true });
  });
  return home;
}

/** Lets a server listen on a free port of loopback and returns its base URL. */
export async function listening(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
