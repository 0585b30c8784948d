import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askProgram } from './ask-program.ts';
import { until } from './poll.ts';
import { identityOf } from './process-identity.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ask-program-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A program of its own process, which leaves the pid of its child in the file `child`. */
function program(body: string): string {
  const file = join(folder, 'program');
  writeFileSync(file, `#!/bin/sh\ncd '${folder}'\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

const childHasEnded = () =>
  until('its child has ended', () =>
    identityOf(Number(readFileSync(join(folder, 'child'), 'utf8'))) ? undefined : true,
  );

test('an answer comes with both streams apart', async () => {
  expect(await askProgram(program('echo k6 v2.2.0; echo careful >&2'), [])).toEqual({
    stdout: 'k6 v2.2.0',
    stderr: 'careful',
  });
});

test('a program that hangs is killed at the deadline, with a child that holds its output open', async () => {
  const began = performance.now();
  const hanging = program('sleep 600 & echo $! > child\nwait');
  expect(await askProgram(hanging, [], { deadline: 500 })).toMatchObject({ failure: 'no answer within 0.5 s' });
  expect(performance.now() - began).toBeLessThan(5_000);
  await childHasEnded();
});

test('a program that ends is not waited for because of a child that it left behind', async () => {
  const left = program('sleep 600 & echo $! > child\necho k6 v2.2.0');
  expect(await askProgram(left, [])).toEqual({ stdout: 'k6 v2.2.0', stderr: '' });
  await childHasEnded();
});

test('a program that prints without end is stopped', async () => {
  const { failure } = await askProgram(program('exec yes'), []);
  expect(failure).toBe('output without end');
});

test.each([
  ['exit 3', 'exit code 3'],
  ['kill -SEGV $$', 'ended by SIGSEGV'],
])('%s is said', async (body, failure) => {
  expect(await askProgram(program(body), [])).toMatchObject({ failure });
});

test('a program that cannot be started is said with the code of the system', async () => {
  expect(await askProgram(join(folder, 'none'), [])).toMatchObject({ code: 'ENOENT' });
  expect(await askProgram(folder, [])).toMatchObject({ code: 'EACCES' });
});

test('it is asked in the environment in which the lab would run it', async () => {
  vi.stubEnv('K6_OUT', 'nowhere');
  const { stdout } = await askProgram(program('env'), []);
  expect(stdout).toContain('PATH=');
  expect(stdout).not.toContain('K6_OUT');
});
