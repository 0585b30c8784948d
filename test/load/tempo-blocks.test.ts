import { globSync, truncateSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { Tempo } from '../../lab/src/backends/tempo.ts';
import { routeKey } from '../../lab/src/backends/trace-store.ts';
import { until } from '../../lab/src/base/poll.ts';
import { seededRandom } from '../../lab/src/generator/seeded-random.ts';
import { tempoConfig } from '../../lab/src/parts/configs.ts';
import { ownConfig } from '../support/change-config.ts';
import { sendSpans, serverSpan } from '../support/otlp.ts';
import { startLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { tempoNumber } from '../support/tempo-counters.ts';

const KILLS = 5;
const LIMIT = 400; // MB
const random = seededRandom(33);

// Tempo's cycle ten times as fast: as many files in a block, and each kill finds one being written, completed or merged
const config = ownConfig(tempoConfig);
config.change(
  ['trace_idle_period: 1s', 'trace_idle_period: 100ms'],
  ['flush_check_period: 2s', 'flush_check_period: 200ms'],
  ['max_block_duration: 1m', 'max_block_duration: 6s'],
  ['trace_idle_period: 2s', 'trace_idle_period: 200ms'],
  ['flush_check_period: 5s', 'flush_check_period: 500ms\n      max_block_duration: 6s'],
  ['block_retention: 48h', 'block_retention: 48h\n    compaction_cycle: 3s'],
  ['backend: local', 'backend: local\n    blocklist_poll: 5s'],
);
const lab = await startLab({ stack: 'tempo', configs: { tempo: config.path } });
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  config[Symbol.dispose]();
});
const tempo = new Tempo(lab.endpoints.tempo!);

/** What Tempo answers: on a busy machine it may take longer than the tool waits for it. */
const answered = <T>(ask: () => Promise<T>): Promise<T> => until('Tempo answers', ask, { deadline: 90_000 });

/** The run's spans that a search shows, by id with the id of their trace: it reads what is on the disk. */
const shown = (run: string) =>
  answered(async () => new Map((await tempo.serversOfRun(run)).map(({ spanId, traceId }) => [spanId, traceId])));

/** Which of these spans Tempo has no more. A search shows only one part of a trace in two parts: the others are read one by one. */
async function lostOf(known: ReadonlyMap<string, string>, run: string): Promise<string[]> {
  const found = await shown(run);
  const unseen = [...known].filter(([spanId]) => !found.has(spanId));
  for (const traceId of new Set(unseen.map(([, id]) => id)))
    for (const span of await answered(() => tempo.trace(traceId))) found.set(span.spanId, traceId);
  return unseen.flatMap(([spanId]) => (found.has(spanId) ? [] : [spanId]));
}

const completed = () => answered(() => tempoNumber(lab, 'tempo_ingester_blocks_flushed_total'));
const merged = () => answered(() => tempoNumber(lab, 'tempodb_compaction_blocks_total'));

/** Memory of Tempo, MB. */
async function memory(): Promise<number> {
  const tempoStatus = (await lab.lab.status()).find(({ part }) => part === 'tempo');
  return (tempoStatus?.memory ?? 0) / 1e6;
}

test(
  `no block is lost in ${KILLS} kills under 100 requests/s, and Tempo stays under ${LIMIT} MB`,
  { timeout: 600_000 },
  async () => {
    const known = new Map<string, string>();
    const readings: number[] = [];
    let blocks = 0;
    const read = () =>
      memory()
        .then((mb) => readings.push(mb))
        .catch(() => {}); // it may be starting
    using watch = setInterval(() => void read(), 500);
    const { run } = await steadyLoad(lab.endpoints, {
      perSecond: 100,
      during: async (marked) => {
        for (let kill = 0; kill < KILLS; kill++) {
          await wait(6_000 + random() * 6_000); // a moment of the cycle
          blocks += await completed();
          for (const [span, trace] of await shown(marked)) known.set(span, trace);
          await lab.lab.kill('tempo');
          await lab.lab.start('tempo');
        }
        const patience = { deadline: 60_000, every: 1_000 };
        await until('a block is completed', async () => ((await completed()) > 0 ? true : undefined), patience);
        await until('two blocks are merged', async () => ((await merged()) > 0 ? true : undefined), patience);
        blocks += await completed();
      },
    });
    watch[Symbol.dispose]();

    expect(known.size).toBeGreaterThan(1_000);
    // a block that is being rewritten can miss spans for a moment
    await expect.poll(() => lostOf(known, run), { timeout: 120_000, interval: 1_000 }).toEqual([]);
    expect(blocks).toBeGreaterThanOrEqual(KILLS);
    const most = Math.max(...readings);
    console.log(
      `${known.size} spans on the disk before a kill, none lost; ${blocks} blocks completed; ${Math.round(most)} MB at most`,
    );
    expect(most).toBeGreaterThan(50);
    expect(most).toBeLessThan(LIMIT);
  },
);

test('a count over 50 minutes has every span once: those that are in blocks, and those that are recent', async () => {
  const now = Date.now();
  const spans = Array.from({ length: 1_000 }, (_, index) => {
    const ended = BigInt(Math.floor(now - index * 3_000)) * 1_000_000n;
    return serverSpan('GET /long', { startTimeUnixNano: String(ended - 5_000_000n), endTimeUnixNano: String(ended) });
  });
  await sendSpans(lab, 'long', spans);
  const from = now / 1000 - 3_100;
  const counted = async () =>
    (await tempo.countByRoute({ start: from, end: Date.now() / 1000 })).get(routeKey('long', 'GET /long'));
  await until('all are counted', async () => ((await counted()) === spans.length ? true : undefined), {
    deadline: 60_000,
    every: 1_000,
  });
});

test('a block would be lost if the kill left the description of a block empty', async () => {
  await steadyLoad(lab.endpoints, {
    perSecond: 100,
    during: async (run) => {
      const files = () => globSync(`${lab.home}/data/tempo/wal/*+*/meta.json`);
      const before = await until('an open block has spans on the disk', async () => {
        const found = await shown(run);
        return found.size > 100 && files().length > 0 ? found : undefined;
      });
      await lab.lab.kill('tempo');
      for (const file of files()) truncateSync(file);
      await lab.lab.start('tempo');
      expect((await lostOf(before, run)).length).toBeGreaterThan(0);
    },
  });
});
