import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { smallDisk, whyNoDisk } from '../support/small-disk.ts';
import { ownLayer } from '../support/own-layer.ts';
import { startLab } from '../support/start-lab.ts';
import { exporter, queueInMemory, store } from './bench.ts';
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

test('a collector whose folder for the queue cannot be made or written does not start, and names it', async () => {
  await lab.lab.stop('collector');
  const file = join(lab.home, 'a-file');
  writeFileSync(file, '');
  const missing = join(file, 'queue');
  expect(await refusal(missing)).toContain(missing);
  expect(await state()).not.toBe('running');
  const readOnly = join(lab.home, 'read-only');
  mkdirSync(readOnly);
  if (whyNoDisk() === undefined) {
    using _ = smallDisk(readOnly, '1m,ro');
    expect(await refusal(readOnly)).toContain(readOnly);
    expect(await state()).not.toBe('running');
  }
  note(15, { seen: `${exporter}: does not start; the message has the path` });
});

test('…and with its queue in memory it starts there all the same, and nobody knows', async () => {
  const file = join(lab.home, 'another-file');
  writeFileSync(file, '');
  const said = await refusal(join(file, 'queue'), {
    ...queueInMemory,
    service: { extensions: ['health_check'] },
  });
  expect(said).toBe('it started');
  expect(await state()).toBe('running');
  note(15, { control: `queue in memory: starts, and ${store} is away at its own risk` });
});
