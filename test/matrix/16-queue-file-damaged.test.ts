import { closeSync, fstatSync, globSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, booksOf, drained, rate, store, waiting } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

const folder = join(lab.home, 'data/collector');
const queueFiles = () => globSync(`exporter_otlp*`, { cwd: folder }).filter((name) => !name.endsWith('.backup'));
const backups = () => globSync('*.backup', { cwd: folder });

/** Overwrites everything in a file behind its two first pages, which say where the rest is. */
function damage(file: string): void {
  const open = openSync(file, 'r+');
  const { size } = fstatSync(open);
  for (let at = 2 * 4096; at < size; at += 4096) writeSync(open, Buffer.alloc(4096, 0xff), 0, 4096, at);
  closeSync(open);
}

/** Lets spans wait for the store, stops the collector and damages its queue. */
async function damagedQueue() {
  await lab.lab.stop(store);
  const load = await steadyLoad(lab.endpoints, { perSecond: rate, seconds: 4 });
  const queued = await waiting(lab);
  await lab.lab.stop('collector');
  expect(queueFiles()).toHaveLength(1);
  damage(join(folder, queueFiles()[0]!));
  return { load, queued };
}

test('a collector whose queue is damaged sets it aside, starts, and loses what was in it and no more', async () => {
  const { load, queued } = await damagedQueue();
  await lab.lab.start('collector');
  await lab.lab.start(store);
  expect(backups()).toHaveLength(1);
  const after = await steadyLoad(lab.endpoints, { perSecond: rate, seconds: 3 });
  await drained(lab);
  expect((await booksOf(lab, after, 30_000)).differences).toEqual([]);
  expect((await booksOf(lab, load, 3_000)).stored).toBe(0);
  note(16, {
    seen: `${queued} spans in the file lost, the file kept beside; ${after.sent.length} later requests exact`,
  });
});

test('…and without `recreate` it does not start again', async () => {
  const { queued } = await damagedQueue();
  const off = lab.withCollector({ extensions: { 'file_storage/queue': { recreate: false } } });
  await expect(off).rejects.toThrow(/Collector/);
  note(16, { control: `without recreate: does not start (${queued} spans in the file)` });
});
