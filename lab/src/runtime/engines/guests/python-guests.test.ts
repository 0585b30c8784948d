import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkout } from '../../../base/paths.ts';
import { springEngine } from '../java/jar-engines.ts';
import { lackingFor } from '../java/provide-jars.ts';
import { lacksPython, providePython, type PythonGuest } from './python-guests.ts';

const flask: PythonGuest = { part: 'guest-flask', title: 'Flask', folder: 'flask', framework: 'flask' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-guests-'));
  mkdirSync(join(folder, 'bin'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  vi.stubEnv('PATH', join(folder, 'bin'));
  vi.stubEnv('JAVA_HOME', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('what is missing for a guest in Python is said: Python, a new one, pip', async () => {
  expect(await lacksPython(flask)).toBe('no Python on the PATH');
  program('python3', 'echo /x/python3 3 9 18');
  expect(await lacksPython(flask)).toBe('Python 3.9.18, older than 3.11');
  program('python3', `case "$2" in *pip) exit 1;; *) echo ${join(folder, 'bin/python3')} 3 12 1;; esac`);
  expect(await lacksPython(flask)).toBe('Python 3.12.1 has neither pip nor venv');
});

test('what is missing for the guest in Java is said: Java, Maven, a compiler', async () => {
  expect(await lackingFor(springEngine)).toBe('no java on the PATH, and no JAVA_HOME');
  program('java', 'echo \'openjdk version "21.0.2" 2024-01-16\' >&2');
  expect(await lackingFor(springEngine)).toBe('no Maven on the PATH');
  program('mvn', '');
  expect(await lackingFor(springEngine)).toMatch(/^no compiler beside .*java: it is no JDK$/);
  program('javac', '');
  expect(await lackingFor(springEngine)).toBeUndefined();
});

test('a download that fails is a failure that says what to check, and leaves nothing', async () => {
  const python = join(folder, 'bin/python3');
  program('python3', `case "$*" in *install*) echo "no route to host" >&2; exit 1;; *) echo ${python} 3 12 1;; esac`);
  await expect(providePython(flask, { say: () => {} })).rejects.toThrow(
    /packages of the guest Flask cannot be installed[^]*no route to host[^]*PyPI/,
  );
  const left = readdirSync(join(folder, 'cache'), { recursive: true }) as string[];
  expect(left.filter((name) => name.includes('site') || name.endsWith('.lock'))).toEqual([]);
});

test('the guests in Python pin one version of each package', () => {
  const pins = new Map<string, Set<string>>();
  for (const guest of ['fastapi', 'fastapi-code', 'flask']) {
    const lock = readFileSync(join(checkout, 'guests', guest, 'requirements.txt'), 'utf8');
    for (const [, name, version] of lock.matchAll(/^([a-z][\w.-]*)==([^ ;]+)/gm))
      pins.set(name!, (pins.get(name!) ?? new Set()).add(version!));
    expect(lock).not.toMatch(/https?:/); // no address of an index
  }
  expect(pins.size).toBeGreaterThan(30);
  expect([...pins].filter(([, versions]) => versions.size > 1)).toEqual([]);
});

function program(name: string, body: string): void {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
}
