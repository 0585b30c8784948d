import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { accessLines, expectEachLineOnce } from '../support/log-lines.ts';
import { logStoreOfRun } from '../support/log-store-of-run.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';

const { lab, store } = await logStoreOfRun();
const { collector } = await sharedLab();
afterAll(() => collector.write({}));

/** How long a part is away, s. docs/logs.md has the figures of LAB_TEST_OUTAGE=60. */
const away = Number(process.env['LAB_TEST_OUTAGE'] ?? 8);

/** 50 requests per second while a part ends and comes back. */
const outageOf = (part: 'collector' | 'victorialogs', end: 'kill' | 'stop', seconds = away) =>
  steadyLoad(lab.endpoints, {
    perSecond: 50,
    during: async () => {
      await wait(2_000); // the load has started
      await lab.lab[end](part);
      await wait(seconds * 1_000); // the outage itself
      await lab.lab.start(part);
      await wait(2_000); // and goes on
    },
  });

test('the collector is killed under 50 requests/s: each line is found once', async () => {
  const { run, sent } = await outageOf('collector', 'kill');
  await expectEachLineOnce(store, run, sent, 90_000);
});

test('the log store is away under 50 requests/s: each line is found once', async () => {
  const { run, sent } = await outageOf('victorialogs', 'stop');
  await expectEachLineOnce(store, run, sent, 90_000);
});

test('the log store is away, and the collector is killed meanwhile: each line is found once', async () => {
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond: 50,
    during: async () => {
      await lab.lab.stop('victorialogs');
      await wait(2_000); // lines wait in the queue
      await lab.lab.kill('collector');
      await lab.lab.start('collector');
      await wait(2_000);
      await lab.lab.start('victorialogs');
    },
  });
  await expectEachLineOnce(store, run, sent, 90_000);
});

test('…and without the retries of the collector they would be lost', async () => {
  await withLayer({ exporters: { 'otlp_http/victorialogs': { retry_on_failure: { enabled: false } } } });
  const { run, sent } = await outageOf('victorialogs', 'stop', 4);
  await withLayer({});
  await until('lines of the end of the load are found', async () =>
    (await store.linesOfTrace(sent.at(-1)!.traceId)).length > 0 ? true : undefined,
  );
  const { missing, twice } = await accessLines(store, run, sent);
  expect(missing).toBeGreaterThan(100);
  expect(twice).toBe(0);
});

test('a killed VictoriaLogs loses the lines of its last seconds, the number is known, and none comes twice', async () => {
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond: 50,
    during: async () => {
      await wait(6_000); // long enough for lines that are on disk
      await lab.lab.kill('victorialogs');
      await lab.lab.start('victorialogs');
      await wait(3_000);
    },
  });
  await until('lines of the end of the load are found', async () =>
    (await store.linesOfTrace(sent.at(-1)!.traceId)).length > 0 ? true : undefined,
  );
  const { due, missing, twice } = await accessLines(store, run, sent);
  console.log(`a killed VictoriaLogs lost ${missing} of ${due} lines`);
  expect(missing).toBeLessThan(due / 2); // a load of 9 s, of which it loses 1 to 2.5 s
  expect(twice).toBe(0);
});

async function withLayer(layer: object): Promise<void> {
  collector.write(layer);
  await lab.lab.stop('collector');
  await lab.lab.start('collector');
}
