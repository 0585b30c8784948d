import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { requestHops } from '../../lab/src/check/hop-names.ts';
import { balance } from '../../lab/src/check/ledger.ts';
import { HealthWatch } from '../../lab/src/console/server/health/watch.ts';
import { type SmallDisk, smallDisk, whyNoDisk } from '../support/small-disk.ts';
import { startLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';

const noDisk = whyNoDisk();
let disk: SmallDisk;
const lab = noDisk === undefined ? await startLab({ stack: 'jaeger', prepare: mountDisk }) : undefined!;
afterAll(async () => {
  disk?.[Symbol.dispose]();
  await lab?.[Symbol.asyncDispose]();
});

/** A disk that holds Cassandra's commit log and more. */
function mountDisk(home: string): void {
  const folder = join(home, 'data/cassandra');
  mkdirSync(folder, { recursive: true });
  disk = smallDisk(folder, '200m');
}

const followed = { requests: 0, names: requestHops };
const full = {
  what: 'Cassandra has no room for its data.',
  found: expect.stringMatching(/\b\d+ MB free of 210 MB at .*\/cassandra$/),
};

// 15 MB: Cassandra is stopped while it can still write. 0: it dies first.
test.for([15_000_000, 0])(
  'a disk of Cassandra with room for %i bytes is named, loses no span, and heals without a hand',
  async (left, { skip }) => {
    skip(noDisk !== undefined, noDisk);
    expect(await failures()).toEqual({});
    const { run, sent } = await steadyLoad(lab.endpoints, {
      perSecond: 20,
      during: async () => {
        disk.fill(left);
        await until('the console says so', async () => ('cassandra' in (await failures()) ? true : undefined));
        expect(await failures()).toMatchObject({ cassandra: full, jaeger: full });
        const store = (await check(lab, followed)).hops.find(({ name }) => name === 'store');
        expect(store).toMatchObject({ ok: false, found: expect.stringContaining(full.what) });
        await until('Cassandra is stopped', async () => ((await state()) === 'stopped' ? true : undefined));
        await expect(lab.lab.start('cassandra')).rejects.toThrow(full.what);
        disk.clear();
        await until('Cassandra runs again', async () => ((await state()) === 'running' ? true : undefined), {
          deadline: 60_000,
        });
      },
    });
    const ledger = await balance(lab.ledger, run, sent, { patience: 60_000 });
    expect(ledger.differences).toEqual([]);
    expect(ledger.stored).toBe(ledger.sent);
    expect((await check(lab, followed)).hops.filter(({ ok }) => !ok)).toEqual([]);
  },
);

/** What the console says of each part that fails. */
async function failures() {
  const watch = new HealthWatch(lab, () => ({ running: false }));
  await watch.look();
  await wait(1_000); // rates need two readings
  const { nodes } = await watch.look();
  return Object.fromEntries(nodes.flatMap(({ name, failure }) => (failure ? [[name, failure]] : [])));
}

async function state() {
  return (await lab.lab.status()).find(({ part }) => part === 'cassandra')?.state;
}
