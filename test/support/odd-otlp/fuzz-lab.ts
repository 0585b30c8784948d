import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { metric } from '@span-metrics-lab/grafana';
import { describeError, until } from '../../../lab/src/base/poll.ts';
import { readExposition, sumOf } from '../../../lab/src/backends/exposition.ts';
import { balance, type Ledger } from '../../../lab/src/check/ledger.ts';
import { steadyLoad } from '../steady-load.ts';
import type { TestLab } from '../test-lab.ts';
import { type Account, accountIn, unaccounted } from './accounting.ts';
import { type Answers, type FuzzOptions, sendOdd } from './send.ts';

/** How a lab came through odd data that was sent beside a load. */
export type FuzzReport = {
  answers: Answers;
  ledger: Ledger;
  /** The collector's resident memory at most, MB; a scrape of :8889 on average, s; failed scrapes of it or of other services' metrics. */
  strain: { memory: number; scrape: number; failedScrapes: number };
  /** What went wrong, one line each; empty if nothing did. */
  findings: string[];
};

/** Of the container that runs the collector. docker-compose.yaml */
const COLLECTOR_LIMIT_MB = 640;

/** Half of Prometheus' scrape timeout, s. */
const SCRAPE_LIMIT = 0.5;

/** What a busy machine may miss; an item that breaks the endpoint breaks it for 15 s. */
const FAILED_SCRAPES = 3;

/**
 * Sends odd OTLP for `seconds` beside a load of `perSecondBeside` requests per second, then looks for every kind of harm.
 * `patience`: how long all may take to be stored and counted, ms. For native labs with one trace store.
 */
export async function fuzzLab(
  lab: TestLab,
  options: FuzzOptions & { perSecondBeside: number; patience?: number },
): Promise<FuzzReport> {
  const { perSecondBeside, patience = 30_000 } = options;
  const began = Date.now() / 1000;
  const parts = await runningParts(lab);
  const logs = logEnds(lab);
  const account = await accountOf(lab);
  let answers: Answers | undefined;
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond: perSecondBeside,
    during: async () => (answers = await sendOdd(lab, options)),
  });
  const ledger = await balance(lab.ledger, run, sent, { patience });
  const findings = [
    ...ledger.differences,
    ...(await failureOf('queues', () => until('they are empty', () => emptyQueues(lab)))),
    ...(await missingSince(account, lab, patience)),
    ...(await failureOf('searches', () => searchEverything(lab))),
  ];
  const strain = await strainSince(began, lab);
  if (!(strain.memory < COLLECTOR_LIMIT_MB)) findings.push(`the collector took ${strain.memory.toFixed(0)} MB`);
  if (!(strain.scrape < SCRAPE_LIMIT)) findings.push(`a scrape of span-metrics took ${strain.scrape} s on average`);
  if (!(strain.failedScrapes <= FAILED_SCRAPES)) findings.push(`${strain.failedScrapes} scrapes failed`);
  const after = await runningParts(lab);
  for (const [part, pid] of parts) if (after.get(part) !== pid) findings.push(`${part} did not run through`);
  return { answers: answers!, ledger, strain, findings: [...findings, ...criesSince(logs, lab)] };
}

/** Why a look at the lab failed, as one line; none if it did not. */
async function failureOf(what: string, look: () => Promise<unknown>): Promise<string[]> {
  return look().then(
    () => [],
    (error) => [`${what}: ${describeError(error)}`],
  );
}

/** What the collector accepted and did not account for since; counters of one pipeline follow each other. */
async function missingSince(before: Account, lab: TestLab, deadline: number): Promise<string[]> {
  const missing = async () => unaccounted(before, await accountOf(lab));
  const none = until('all is accounted for', async () => ((await missing()).length === 0 ? [] : undefined), {
    deadline,
  });
  return none.catch(missing);
}

async function accountOf({ endpoints, stack }: TestLab): Promise<Account> {
  return accountIn(await readExposition(endpoints.collectorTelemetry), `otlp_http/${stack}`);
}

/** How the collector bore it since a time, s since the epoch. NaN where Prometheus knows nothing. */
async function strainSince(began: number, { prometheus }: TestLab): Promise<FuzzReport['strain']> {
  const range = `[${Math.ceil(Date.now() / 1000 - began)}s]`;
  const valueOf = async (query: string) => (await prometheus.query(query))[0]?.value ?? Number.NaN;
  return {
    memory: (await valueOf(`max(max_over_time(otelcol_process_memory_rss${range}))`)) / 2 ** 20,
    scrape: await valueOf(
      `max(avg_over_time(scrape_duration_seconds{job=~"span-metrics|span-metrics-others"}${range}))`,
    ),
    failedScrapes: await valueOf(
      `max(count_over_time(up{job=~"span-metrics|span-metrics-others|other-services"}${range}) - sum_over_time(up${range}))`,
    ),
  };
}

/** Process ids of the parts that run. */
async function runningParts({ lab }: TestLab): Promise<Map<string, number | undefined>> {
  return new Map((await lab.status()).map(({ part, state, pid }) => [part, state === 'running' ? pid : undefined]));
}

/** `true` when nothing waits in the collector for a store; undefined otherwise, for `until`. */
async function emptyQueues({ endpoints }: TestLab): Promise<true | undefined> {
  const own = await readExposition(endpoints.collectorTelemetry);
  return (sumOf(own, metric.queueSize) ?? 0) + (sumOf(own, metric.inFlight) ?? 0) === 0 ? true : undefined;
}

/** Asks each store what the console and Grafana ask. Throws when one cannot answer. */
async function searchEverything({ stores }: TestLab): Promise<void> {
  const now = Date.now() / 1000;
  const range = { start: now - 600, end: now + 60 };
  for (const store of stores) {
    await store.search({ ...range, limit: 100 });
    for (const service of (await store.services()).slice(0, 20)) await store.operations(service);
    await store.countByRoute(range);
    await store.dependencies(range);
  }
}

/** Length of each part's log, by file. */
function logEnds({ home }: TestLab): Map<string, number> {
  const folder = join(home, 'logs');
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ name }) => [join(folder, name), statSync(join(folder, name)).size]));
}

/** Lines of panics and fatal errors since these ends, and logs that grew by more than 10 MB. */
function criesSince(ends: ReadonlyMap<string, number>, lab: TestLab): string[] {
  return [...logEnds(lab)].flatMap(([file, size]) => {
    const from = ends.get(file) ?? 0;
    const added = readFileSync(file).subarray(from).toString('latin1').split('\n');
    const bad = added.filter((line) => /\bpanic|\bfatal error|runtime error/i.test(line)).slice(0, 3);
    return [
      ...bad.map((line) => `${file}: ${line.slice(0, 300)}`),
      ...(size - from > 10 * 2 ** 20 ? [`${file} grew by ${((size - from) / 2 ** 20).toFixed(0)} MB`] : []),
    ];
  });
}
