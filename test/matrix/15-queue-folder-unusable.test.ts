import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { smallDisk, whyNoDisk } from '../support/small-disk.ts';
import { ownLayer } from '../support/own-layer.ts';
import { startLab } from '../support/start-lab.ts';
import { queueInMemory } from './bench.ts';
import { note } from './results.ts';

const layer = ownLayer();
const lab = await startLab({ configs: { collector: layer.path } });
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  layer[Symbol.dispose]();
});

/** A layer that has the queue in another folder. */
const queueIn = (directory: string) => ({ extensions: { 'file_storage/queue': { directory } } });

/** What a start of the collector with a queue there says; it must fail. */
async function refusal(directory: string, more: object = {}): Promise<string> {
  layer.write({ ...queueIn(directory), ...more });
  return lab.lab.start('collector').then(
    () => 'it started',
    (error: Error) => error.message,
  );
}

const state = async () => (await lab.lab.status()).find(({ part }) => part === 'collector')?.state;

const noDisk = whyNoDisk();

/** A folder on a disk that nobody can write to. */
function onReadOnlyDisk(name: string): { folder: string } & Disposable {
  const folder = join(lab.home, name);
  mkdirSync(folder);
  const disk = smallDisk(folder, '1m,ro');
  return { folder, [Symbol.dispose]: () => disk[Symbol.dispose]() };
}

test('a collector whose folder for the queue cannot be made or written does not start, and names it', async () => {
  await lab.lab.stop('collector');
  const file = join(lab.home, 'a-file');
  writeFileSync(file, '');
  const missing = join(file, 'queue');
  expect(await refusal(missing)).toContain(missing);
  expect(await state()).not.toBe('running');
  if (noDisk === undefined) {
    using disk = onReadOnlyDisk('read-only');
    expect(await refusal(disk.folder)).toContain(disk.folder);
    expect(await state()).not.toBe('running');
  }
  note(15, { seen: 'does not start; the message has the path' });
});

test('…and with its queue in memory it starts there all the same, and nobody knows', async ({ skip }) => {
  skip(noDisk !== undefined, noDisk);
  using disk = onReadOnlyDisk('read-only-too');
  const said = await refusal(disk.folder, { ...queueInMemory, service: { extensions: ['health_check'] } });
  expect(said).toBe('it started');
  expect(await state()).toBe('running');
  note(15, { control: 'queue in memory: starts, and what waits is lost at its end' });
});
