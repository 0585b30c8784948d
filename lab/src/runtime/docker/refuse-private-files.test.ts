import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refusePrivateFiles } from './refuse-private-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'private-files-'));
  mkdirSync(join(folder, 'rules'));
  for (const name of ['rules/red.yaml', 'tempo.yaml']) writeFileSync(join(folder, name), '');
  chmodSync(join(folder, 'rules'), 0o755);
  chmodSync(join(folder, 'rules/red.yaml'), 0o644);
  chmodSync(join(folder, 'tempo.yaml'), 0o644);
});
afterEach(() => rmSync(folder, { recursive: true }));

const mounted = () => ['rules', 'tempo.yaml', 'missing.yaml'].map((name) => join(folder, name));

test.runIf(process.platform === 'linux').each([
  ['tempo.yaml', 0o600],
  ['rules/red.yaml', 0o640],
  ['rules', 0o700],
])('%s with mode %o is refused, with the command that opens it', (name, mode) => {
  refusePrivateFiles(mounted()); // negative control: everybody may read them
  chmodSync(join(folder, name), mode);
  const path = join(folder, name);
  expect(() => refusePrivateFiles(mounted())).toThrow(
    new RegExp(`^Containers cannot read[^]*${path} with mode ${mode.toString(8)}\n[^]*chmod -R go\\+rX '${path}'`),
  );
});
