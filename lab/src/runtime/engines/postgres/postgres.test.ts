import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryHome } from '../../../base/testing.ts';
import { readLabEnv } from '../../../parts/env-file.ts';
import { isOpen, openDataFolder, openFolder, removeOpenData } from './open-folder.ts';
import { postgresRequirements } from './provide-postgres.ts';
import { serverUser } from './server-user.ts';

const home = temporaryHome();
const isRoot = process.getuid?.() === 0;

test('requirements.txt has the version that .env states, and the hashes of four systems', () => {
  const text = readFileSync(postgresRequirements, 'utf8');
  expect(text).toContain(`embedded-postgres==${readLabEnv({ shell: {} }).POSTGRES_VERSION}.`);
  expect(text.match(/--hash=sha256:[0-9a-f]{64}/g)).toHaveLength(4);
});

test('only root needs another user, and it is not root', () => {
  expect(serverUser(false)).toBeUndefined();
  const user = serverUser(true)!;
  expect(user.uid).toBeGreaterThan(0);
  expect(user.gid).toBeGreaterThan(0);
});

test('a folder below a closed one is closed, whatever its own mode', () => {
  const folder = join(home.path, 'a/b');
  mkdirSync(folder, { recursive: true });
  for (const one of [home.path, join(home.path, 'a'), folder]) chmodSync(one, 0o755);
  expect(isOpen(folder)).toBe(true);
  chmodSync(home.path, 0o700);
  expect(isOpen(folder)).toBe(false);
  expect(isOpen(join(folder, 'not-there'))).toBe(false);
});

test('data below a closed folder is elsewhere, and removed from there', () => {
  const root = join(home.path, 'open');
  const data = join(home.path, 'data/postgres');
  chmodSync(home.path, 0o700);
  openDataFolder(data, root);
  expect(lstatSync(data).isSymbolicLink()).toBe(true);
  expect(realpathSync(data).startsWith(realpathSync(root))).toBe(true);
  expect(statSync(data).mode & 0o777).toBe(0o755);
  writeFileSync(join(data, 'kept'), '');
  openDataFolder(data, root);
  expect(existsSync(join(data, 'kept'))).toBe(true);
  const place = realpathSync(data);
  removeOpenData(root);
  expect(existsSync(place)).toBe(!isRoot); // nobody else's start links
});

test('data below an open folder stays there', () => {
  chmodSync(home.path, 0o755);
  mkdirSync(join(home.path, 'data'));
  chmodSync(join(home.path, 'data'), 0o755);
  openDataFolder(join(home.path, 'data/postgres'), join(home.path, 'open'));
  expect(lstatSync(join(home.path, 'data/postgres')).isDirectory()).toBe(true);
});

test('an open folder that others may write is refused', () => {
  const root = join(home.path, 'open');
  mkdirSync(root);
  chmodSync(root, 0o777);
  expect(() => openFolder('data', root)).toThrow(/only root may write[^]*mode 777[^]*Nothing was started/);
});
