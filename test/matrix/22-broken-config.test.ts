import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { bench, booksOf, drained, processOf, rate, store } from './bench.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

const state = async () => (await lab.lab.status()).find(({ part }) => part === 'collector')?.state;
const broken = 'exporters: { no_such_exporter: {} }\n';

test('a collector that is started with a broken configuration ends, names the key, and what waited is sent later', async () => {
  await lab.lab.stop(store);
  const load = await steadyLoad(lab.endpoints, { perSecond: rate, seconds: 3 });
  await lab.lab.stop('collector');
  writeFileSync(lab.layer, broken);
  const refused = await lab.lab.start('collector').then(
    () => 'it started',
    (error: Error) => error.message,
  );
  expect(refused).toContain('no_such_exporter');
  expect(await state()).not.toBe('running');
  writeFileSync(lab.layer, '{}');
  await lab.lab.start('collector');
  await lab.lab.start(store);
  await drained(lab);
  const ledger = await booksOf(lab, load);
  expect(ledger.stored).toBe(ledger.sent);
  note(22, { seen: `ends at once and names no_such_exporter; ${ledger.sent} SERVER spans that waited: 0 lost` });
});

test('…and a SIGHUP with a right configuration keeps the process, with a broken one ends it', async () => {
  const pid = await processOf(lab, 'collector');
  const log = () => readFileSync(join(lab.home, 'logs/collector.log'), 'utf8');
  const begins = log().split('Everything is ready').length;
  writeFileSync(lab.layer, 'service: { telemetry: { logs: { level: debug } } }\n');
  process.kill(pid, 'SIGHUP');
  await until('it has read it', () => (log().split('Everything is ready').length > begins ? true : undefined));
  expect(await processOf(lab, 'collector')).toBe(pid);
  writeFileSync(lab.layer, broken);
  process.kill(pid, 'SIGHUP');
  await until('it has ended', async () => ((await state()) === 'died' ? true : undefined));
  writeFileSync(lab.layer, '{}');
  await lab.lab.start('collector');
  note(22, { control: 'SIGHUP with a broken configuration ends the process' });
});
