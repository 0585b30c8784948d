import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { hopNames } from '../../lab/src/check/hop-names.ts';
import { isAccepted } from '../../lab/src/check/shop/buy.ts';
import { buySteadily, expectEachOnce } from '../support/purchases.ts';
import { smallDisk, whyNoDisk } from '../support/small-disk.ts';
import { startLab } from '../support/start-lab.ts';

const noDisk = whyNoDisk();
const lab = noDisk === undefined ? await startLab({ stack: 'tempo', capabilities: ['shop'] }) : undefined!;
afterAll(() => lab?.[Symbol.asyncDispose]());

test('a full disk of Postgres is named, loses no purchase that was accepted, and heals without a hand', async ({
  skip,
}) => {
  skip(noDisk !== undefined, noDisk);
  await lab.lab.stop('postgres');
  using disk = smallDisk(join(lab.home, 'data', 'postgres'), '160m');
  await lab.lab.start('postgres');
  await lab.lab.stop('orders'); // its schema went with the old disk
  await lab.lab.start('orders');
  const database = async () =>
    (await check(lab, { requests: 0, names: hopNames.slice(0, hopNames.indexOf('database') + 1) })).hops.at(-1)!;
  const { bought, since } = await buySteadily(lab, {
    perSecond: 20,
    during: async () => {
      await until('purchases are accepted', async () => ((await database()).ok ? true : undefined));
      disk.fill(2_000_000);
      await until('the check says so', async () =>
        /Postgres has no room|cannot be reached/.test((await database()).found) ? true : undefined,
      );
      disk.clear();
      await until('purchases are accepted again', async () => ((await database()).ok ? true : undefined));
    },
  });
  expect(bought.filter(isAccepted).length).toBeGreaterThan(20);
  expect(bought.filter((one) => !isAccepted(one)).length).toBeGreaterThan(20);
  await expectEachOnce(lab, bought, since);
});
