import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { receiverCounters } from '../../lab/src/backends/collector-counters.ts';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { requestHops } from '../../lab/src/check/hop-names.ts';
import { balance } from '../../lab/src/check/ledger.ts';
import { HealthWatch } from '../../lab/src/console/server/health/watch.ts';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { type SmallDisk, smallDisk, whyNoDisk } from '../support/small-disk.ts';
import { startLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';

const noDisk = whyNoDisk();
const lab = noDisk === undefined ? await startLab() : undefined!;
afterAll(() => lab?.[Symbol.asyncDispose]());

/** Gives a part an empty disk of its own for its data. */
async function onSmallDisk(part: PartName): Promise<SmallDisk> {
  await lab.lab.stop(part);
  const disk = smallDisk(join(lab.home, 'data', part));
  await lab.lab.start(part);
  return disk;
}

/** What the console says of a part. */
async function failureOf(part: PartName) {
  const watch = new HealthWatch(lab, () => ({ running: false }));
  await watch.look();
  await wait(1_000); // rates need two readings
  return (await watch.look()).nodes.find(({ name }) => name === part)?.failure;
}

const followed = { requests: 0, names: requestHops };

/** What a full disk is called, in the check and in the console. */
const full = (part: PartName) => expect.stringMatching(new RegExp(`\\b\\d+ MB free of 67 MB at .*/${part}$`));

test('a full disk of the collector’s queue is named, loses no span, and heals without a hand', async ({ skip }) => {
  skip(noDisk !== undefined, noDisk);
  using disk = await onSmallDisk('collector');
  const cause = expect.stringMatching(
    /^the disk of its queue is full, 0 MB free of 67 MB at .*\/collector; the SDK retries/,
  );
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond: 50,
    during: async () => {
      await lab.lab.stop('tempo');
      disk.fill(300_000);
      expect(await until('the console says so', () => failureOf('collector'))).toMatchObject({
        found: full('collector'),
      });
      await until('the collector refuses spans', async () =>
        (await receiverCounters(lab.endpoints.collectorTelemetry)).refused > 0 ? true : undefined,
      );
      const { hops } = await check(lab, followed);
      expect(hops.find(({ name }) => name === 'collector')).toMatchObject({ ok: false, cause });
      disk.clear();
      await lab.lab.start('tempo');
      await until('the check passes again', async () => ((await check(lab, followed)).ok ? true : undefined));
    },
  });
  const ledger = await balance(lab.ledger, run, sent, { patience: 20_000 });
  expect(ledger.answered).toBe(ledger.sent);
  expect(ledger.stored).toBe(ledger.sent);
  // a refused batch was counted, and is counted again when it is sent again: the check said so
  expect(ledger.differences.filter((line) => !/ counted \(/.test(line))).toEqual([]);
});

test('a full disk of Tempo is named, loses nothing that waits for it, and heals without a hand', async ({ skip }) => {
  skip(noDisk !== undefined, noDisk);
  using disk = await onSmallDisk('tempo');
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond: 50,
    during: async () => {
      disk.fill(15_000_000); // Tempo can still write what it has
      expect(await until('the console says so', () => failureOf('tempo'))).toMatchObject({ found: full('tempo') });
      const store = (await check(lab, followed)).hops.find(({ name }) => name === 'store');
      expect(store).toMatchObject({ ok: false, found: expect.stringContaining('Tempo has no room for its data.') });
      await until('Tempo is stopped', async () => ((await stateOf('tempo')) === 'stopped' ? true : undefined));
      disk.clear();
      await until('the check passes again', async () => ((await check(lab, followed)).ok ? true : undefined));
      expect(await stateOf('tempo')).toBe('running');
    },
  });
  const ledger = await balance(lab.ledger, run, sent, { patience: 20_000 });
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
});

test('…and Tempo would lose spans if nobody stopped it', async ({ skip }) => {
  skip(noDisk !== undefined, noDisk);
  using disk = await onSmallDisk('tempo');
  await lab.lab.stop('console');
  disk.fill(0);
  const { run, sent } = await steadyLoad(lab.endpoints, { perSecond: 50, seconds: 5 });
  const ledger = await balance(lab.ledger, run, sent, { patience: 3_000 });
  expect(ledger.answered).toBe(ledger.sent);
  expect(ledger.stored).toBeLessThan(ledger.sent);
});

async function stateOf(part: PartName) {
  return (await lab.lab.status()).find((status) => status.part === part)?.state;
}
