import { setTimeout as wait } from 'node:timers/promises';
import { metric, scrapeInterval, serverSpans } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../../backends/prometheus.ts';
import { dueInLab, type Scenario, scenarios } from '../../parts/scenarios.ts';
import type { AppRole, Endpoints, SpanSource } from '../../parts/parts.ts';
import { describeError, until } from '../../base/poll.ts';
import { highestOfRun } from '../counted.ts';
import { overflowOf } from '../overflow.ts';
import { newRun } from '../request.ts';
import { sendTimed } from './send-timed.ts';

/**
 * A SERVER span that a request of ours made. `low` and `high` bound its duration, ms. `warmUp`: `rate()` may or may not see it,
 * because it started its series (`first`), or was sent before its series was known to be scraped (`late`).
 */
export type KnownSpan = {
  service: SpanSource;
  route: string;
  status: number;
  method: string;
  failed: boolean;
  low: number;
  high: number;
  warmUp?: 'first' | 'late';
};

/** Requests of one run. Times are ms since the epoch. */
export type KnownLoad = {
  run: string;
  requests: number;
  spans: KnownSpan[];
  /** CLIENT spans by service. */
  calls: Map<SpanSource, number>;
  startedAt: number;
  /** When the first series had all been scraped. */
  warmedUpAt: number;
  /** When the last answer arrived. */
  endedAt: number;
  /** When Prometheus had counted them all, or the wait ended: query at this time. */
  at: number;
  /** What Prometheus did not count in time. */
  uncounted?: string;
};

/** What is sent after each kind of request has been sent once: evenly over `seconds`. */
export type Plan = { scenarios: readonly Scenario[]; seconds: number };

/** A span ends when its response is closed; on a busy machine that is later than the client's answer. ms */
const SPAN_ENDS_LATE = 100;

/** How long the counts may take to arrive, ms: of the warm-up, of all, and of all once the warm-up has not. */
const PATIENCE = { warmUp: 5_000, all: 8_000, afterFailure: 1_500 };

/** A scrape in progress may still bring older samples: one interval, and a margin for a busy machine. ms */
const SCRAPE_ENDS = (scrapeInterval + 0.3) * 1_000;

/** Every scenario, with sleeps that spread over buckets. */
export const sleeping: readonly Scenario[] = scenarios.map((s) =>
  s.route === 'GET /random_sleep' ? { ...s, path: '/random_sleep?max=400' } : s,
);
const pick = (route: string, times: number) =>
  sleeping.filter((s) => s.route === route).flatMap((s) => Array.from({ length: times }, () => s));

/** Mostly requests whose length is known, because a wrong unit shows in those; one in six fails. */
const short: Plan = {
  scenarios: shuffle([
    ...sleeping,
    ...pick('GET /io_task', 6),
    ...pick('GET /random_sleep', 3),
    ...pick('GET /error_test', 2),
    ...pick('GET /chain', 3),
  ]),
  seconds: 3,
};

/**
 * Sends requests whose every span is known, marked with a new run. The first value of a series may be invisible to
 * `rate()`, so a warm-up starts each series and waits until it is scraped; its requests belong to the run too.
 */
export async function sendKnownLoad(
  bases: Record<AppRole, string> & Pick<Endpoints, 'observer'>,
  prometheus: Prometheus,
  { plan = short, warmUp = sleeping }: { plan?: Plan; warmUp?: readonly Scenario[] } = {},
): Promise<KnownLoad> {
  const run = newRun();
  const dueIn = dueInLab(bases);
  const spans: KnownSpan[] = [];
  const calls = new Map<SpanSource, number>();
  const startedAt = Date.now();
  const add = (
    scenario: Scenario,
    sent: { status: number; waited: number; took: number },
    warmUp?: KnownSpan['warmUp'],
  ) => {
    const due = dueIn(scenario, sent.status);
    for (const { service } of due.slice(0, -1)) calls.set(service, (calls.get(service) ?? 0) + 1);
    for (const { service, name, status } of due) {
      spans.push({
        service,
        route: name,
        status,
        method: name.split(' ')[0]!,
        failed: status >= 500,
        low: Math.max(0, sent.waited - 2),
        high: sent.took + SPAN_ENDS_LATE,
        ...(warmUp && { warmUp }),
      });
    }
  };
  await Promise.all(warmUp.map(async (scenario) => add(scenario, await sendTimed(scenario, bases, run), 'first')));
  const unseen = await awaitCount(prometheus, run, spans.length, PATIENCE.warmUp);
  const warmedUpAt = Date.now();
  const warmedUp = new Set(spans.map(seriesKey));

  const gap = (plan.seconds * 1000) / plan.scenarios.length;
  const began = performance.now();
  await Promise.all(
    plan.scenarios.map(async (scenario, i) => {
      await wait(Math.max(0, began + i * gap - performance.now()));
      const sent = await sendTimed(scenario, bases, run);
      add(
        scenario,
        sent,
        dueIn(scenario, sent.status).every((due) => warmedUp.has(seriesKey({ ...due, route: due.name })))
          ? undefined
          : 'late',
      );
    }),
  );
  const endedAt = Date.now();
  const uncounted = await awaitCount(prometheus, run, spans.length, unseen ? PATIENCE.afterFailure : PATIENCE.all);
  const at = Date.now();
  if (!uncounted) await wait(SCRAPE_ENDS);
  return {
    run,
    requests: warmUp.length + plan.scenarios.length,
    spans,
    calls,
    startedAt,
    warmedUpAt,
    endedAt,
    at,
    ...(uncounted && { uncounted }),
  };
}

function seriesKey({ service, route, status }: { service: string; route: string; status: number }): string {
  return `${service} ${route} ${status}`;
}

/** Waits until Prometheus has counted `due` SERVER spans. Returns what it found if that takes longer than `deadline`, ms. */
async function awaitCount(
  prometheus: Prometheus,
  run: string,
  due: number,
  deadline: number,
): Promise<string | undefined> {
  let found = 0;
  const counted = async () => {
    const samples = await prometheus.query(`sum(${highestOfRun(metric.calls, run, serverSpans)})`);
    return (found = samples[0]?.value ?? 0) === due ? true : undefined;
  };
  try {
    await until('Prometheus has counted them all', counted, { deadline, every: 150 });
    return undefined;
  } catch (error) {
    const why = (await overflowOf(prometheus)) ?? (found === 0 && describeError(error).split('\n')[0]);
    return `${found || 'none'} of ${due} SERVER spans counted${why ? ` (${why})` : ''}`;
  }
}

/** An even mix, the same in every run. */
export function shuffle<T>(list: readonly T[]): T[] {
  return list
    .map((item, i) => ({ item, place: (i * 0.618034) % 1 }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
