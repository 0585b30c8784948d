import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { lock } from './file-lock.ts';
import { identityOf } from './process-identity.ts';
import { world } from '../runtime/engines/testing.ts';

test('a second process waits, reports the pid of the holder once, and gets the lock when it is released', async () => {
  await using w = await world();
  const file = join(w.root, 'a.lock');
  const waits: number[] = [];
  const order: string[] = [];
  const first = await lock(file, { onWait: () => {} });
  const second = lock(file, { onWait: (pid) => waits.push(pid), every: 10 }).then(() => order.push('second'));
  await expect.poll(() => waits).toEqual([process.pid]);
  order.push('first gives back');
  await first[Symbol.asyncDispose]();
  await second;
  expect(order).toEqual(['first gives back', 'second']);
  expect((await readdir(w.root)).filter((name) => name.startsWith('a.lock'))).toEqual(['a.lock']);
});

test('the lock of a killed process is taken over', async () => {
  await using w = await world();
  const file = join(w.root, 'a.lock');
  const child = execa('sleep', ['60'], { reject: false });
  await writeFile(file, JSON.stringify(identityOf(child.pid as number)));
  child.kill('SIGKILL');
  await child;
  await using _held = await lock(file, { onWait: () => expect.unreachable() });
});

test('the lock is taken over when its pid belongs to a later process', async () => {
  await using w = await world();
  const file = join(w.root, 'a.lock');
  await writeFile(file, JSON.stringify({ pid: process.pid, started: 'long ago' }));
  await using _held = await lock(file, { onWait: () => expect.unreachable() });
});

test('a truncated lock file does not count as a lock', async () => {
  await using w = await world();
  const file = join(w.root, 'a.lock');
  await writeFile(file, '{"pid":');
  await using _held = await lock(file, { onWait: () => expect.unreachable() });
});

test('waiting for the lock ends when the signal aborts', async () => {
  await using w = await world();
  const file = join(w.root, 'a.lock');
  await using _held = await lock(file, { onWait: () => {} });
  await expect(lock(file, { onWait: () => {}, signal: AbortSignal.timeout(50) })).rejects.toThrow(/abort/i);
});
