import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { HealthWatch } from '../../lab/src/console/server/health/watch.ts';
import { accessLines, expectEachLineOnce, linesOf, logLine, sendLogs } from '../support/log-lines.ts';
import { newTraceId } from '../support/otlp.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { smallDisk, whyNoDisk } from '../support/small-disk.ts';
import { steadyLoad } from '../support/steady-load.ts';

const noDisk = whyNoDisk();
const lab = await sharedLab();
const store = lab.logs!;
afterAll(() => lab.lab.start('victorialogs').catch(() => {}));

test('a full disk of VictoriaLogs is named, loses and doubles no line, and heals without a hand', async ({ skip }) => {
  skip(noDisk !== undefined, noDisk);
  await lab.lab.stop('victorialogs');
  using disk = smallDisk(join(lab.home, 'data', 'victorialogs'));
  await lab.lab.start('victorialogs');
  const early = newTraceId();
  await sendLogs(lab, 'early', [logLine('before the disk was full', { traceId: early })]);
  await linesOf(store, early, 1);
  let during = 0;
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond: 30,
    during: async (run) => {
      disk.fill(15_000_000);
      await until('the console says so', async () => {
        const watch = new HealthWatch(lab, () => ({ running: false }));
        const node = (await watch.look()).nodes.find(({ name }) => name === 'victorialogs');
        return node?.failure?.what === 'VictoriaLogs has no room for its data.' ? true : undefined;
      });
      await until('VictoriaLogs takes no lines', async () => ((await isReadOnly()) ? true : undefined));
      expect((await store.linesOfTrace(early)).length).toBe(1); // it answers questions on
      during = (await store.countOfRun(run)).length;
      disk.clear();
      await until('it takes lines again', async () =>
        (await store.countOfRun(run)).length > during ? true : undefined,
      );
    },
  });
  await expectEachLineOnce(store, run, sent);
  expect(during).toBeLessThan((await accessLines(store, run, sent)).due);
  await lab.lab.stop('victorialogs'); // before its disk goes
});

async function isReadOnly(): Promise<boolean> {
  const text = await (await fetch(`${lab.endpoints.victorialogs}/metrics`)).text();
  return /^vl_storage_is_read_only\{.*\} 1$/m.test(text);
}
