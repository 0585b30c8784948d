import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileFailure } from './file-failure.ts';
import { checkout } from './paths.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-failure-'));
  file = join(folder, 'file');
  writeFileSync(file, '');
  vi.stubEnv('LAB_HOME', join(folder, 'lab'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** What is said about the error of some work. */
function said(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return fileFailure(error)?.message;
  }
  return 'no error';
}

test.each([
  ['LAB_HOME', 'The folder of the lab', (home: string) => join(home, 'logs')],
  ['XDG_CACHE_HOME', 'The cache', (home: string) => join(home, 'span-metrics-lab/engines')],
])('a folder under %s that cannot be made is named, with the variable', (variable, title, inside) => {
  vi.stubEnv(variable, join(file, 'x'));
  const text = said(() => mkdirSync(inside(join(file, 'x')), { recursive: true }));
  expect(text).toMatch(
    new RegExp(`^${title} cannot be used\\.\n +expected +a folder that this user may write: ${file}/x`),
  );
  expect(text).toMatch(/found +ENOTDIR/);
  expect(text).toMatch(new RegExp(`next +make it writable for user \\d+; or: export ${variable}=/another/folder`));
});

test('a file of the checkout has no variable that moves it', () => {
  const text = said(() => readFileSync(join(checkout, 'package.json/x')));
  expect(text).toMatch(/^This checkout cannot be used\./);
  expect(text).not.toContain('export');
});

test('any other path is named itself', () => {
  expect(said(() => readFileSync('/proc/self/none'))).toMatch(
    /expected +a folder that this user may write: \/proc\/self\/none/,
  );
});

test.runIf(process.platform === 'linux')('a full disk is called so, although the system names no file', () => {
  const text = said(() => writeSync(openSync('/dev/full', 'w'), 'x'));
  expect(text).toMatch(/^The disk is full: .+ cannot be written\.[^]*ENOSPC[^]*next +free some space/);
});

test('too many open files are called so', () => {
  const error = Object.assign(new Error('EMFILE: too many open files, open'), { code: 'EMFILE' });
  expect(fileFailure(error)?.message).toMatch(/^Too many files are open\.[^]*ulimit -n 4096/);
});

test('an error of the program stays one', () => {
  expect(said(() => JSON.parse('{'))).toBeUndefined();
  expect(fileFailure('text')).toBeUndefined();
});
