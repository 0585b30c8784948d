import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { spansDue } from '../support/missing-spans.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, booksOf, rate, store, storedOf, waiting } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

const folder = join(lab.home, 'data/collector');
const queueFiles = () => globSync(`exporter_otlp*`, { cwd: folder }).filter((name) => !name.endsWith('.backup'));
const backups = () => globSync('*.backup', { cwd: folder });

/** Flips every byte of the keys in the file, so that they are out of order. Its format: go.etcd.io/bbolt, internal/common/page.go */
function damage(file: string): void {
  const bytes = readFileSync(file);
  const size = bytes.readUInt32LE(24); // of a page
  for (let at = 2 * size; at + size <= bytes.length; at += size) {
    const isLeaf = bytes.readBigUInt64LE(at) === BigInt(at / size) && bytes.readUInt16LE(at + 8) === 2;
    for (let i = 0; isLeaf && i < bytes.readUInt16LE(at + 10); i++) {
      const element = at + 16 + i * 16;
      const key = element + bytes.readUInt32LE(element + 4);
      bytes.subarray(key, key + bytes.readUInt32LE(element + 8)).forEach((byte, k) => (bytes[key + k] = byte ^ 0xff));
    }
  }
  writeFileSync(file, bytes);
}

/** Lets spans wait for the store, stops the collector and damages its queue. */
async function damagedQueue() {
  await lab.lab.stop(store);
  const load = await steadyLoad(lab.endpoints, { perSecond: rate, seconds: 4 });
  const queued = spansDue(load.sent);
  await until('all spans wait', async () => ((await waiting(lab)) === queued ? true : undefined));
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
  expect((await booksOf(lab, after, 30_000)).differences).toEqual([]);
  expect((await storedOf(lab, load, 3_000)).stored).toBe(0);
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
