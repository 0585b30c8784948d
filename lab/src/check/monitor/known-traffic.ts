import { setTimeout as wait } from 'node:timers/promises';
import type { Prometheus } from '../../backends/prometheus.ts';
import { type Journey, journeys } from '../../catalog/journeys.ts';
import { type Role, roles } from '../../catalog/parts.ts';
import { until } from '../../catalog/poll.ts';

/** One SERVER span that a request of ours made: what Monitor must have counted. `low` and `high` bound its duration, ms. */
export type KnownCall = { service: Role; operation: string; failed: boolean; low: number; high: number };

/**
 * Requests of ours, and the times between which Prometheus saw them, ms since the epoch. `perhaps` came while series were
 * made: the connector starts a series with a zero, and `rate()` sees these requests only if that zero was scraped.
 */
export type KnownTraffic = { run: string; calls: KnownCall[]; perhaps: KnownCall[]; bornAt: number; allSeenAt: number };

const rounds = 3;
const perRound = 4;
/** ms between rounds: the longer the span of samples, the less `rate()` extrapolates. */
const beat = 1_500;

/** Every journey, with a sleep long enough to spread over buckets, and without what blocks the event loop. */
const monitored: readonly Journey[] = journeys
  .filter((j) => j.path !== '/cpu_task')
  .map((j) => (j.path.startsWith('/random_sleep') ? { ...j, path: '/random_sleep?max=400' } : j));

/**
 * Sends traffic that `rate()` can see whole: what a series is born with may be invisible to it, so each series of the run is
 * first made and scraped, and only what comes after is certain to count. Throws when Prometheus does not show it in time.
 */
export async function sendKnownTraffic(
  bases: Record<Role, string>,
  prometheus: Prometheus,
  run: string,
): Promise<KnownTraffic> {
  const births = [...(await round(bases, run, 1)), ...(await everyRandomStatus(bases, run))];
  await until('Prometheus has a series for each route', () => seen(prometheus, run, births), {
    deadline: 6_000,
    every: 200,
  });
  const bornAt = Date.now();
  const calls: KnownCall[] = [];
  for (let i = 0; i < rounds; i++) {
    const next = wait(beat);
    calls.push(...(await round(bases, run, perRound)));
    await next;
  }
  await until('Prometheus has counted them all', () => seen(prometheus, run, [...births, ...calls]), {
    deadline: 8_000,
    every: 200,
  });
  return { run, calls, perhaps: births, bornAt, allSeenAt: Date.now() };
}

async function round(bases: Record<Role, string>, run: string, times: number): Promise<KnownCall[]> {
  const due = monitored.flatMap((journey) => Array.from({ length: times }, () => journey));
  return (await Promise.all(due.map((journey) => ask(bases, run, journey)))).flat();
}

/** /random_status draws 200, 300, 400 or 500; each makes a series of its own. */
async function everyRandomStatus(bases: Record<Role, string>, run: string): Promise<KnownCall[]> {
  const calls: KnownCall[] = [];
  for (const service of roles) {
    const journey = monitored.find((j) => j.service === service && j.path === '/random_status')!;
    const met = new Set<number>();
    for (let i = 0; i < 100 && met.size < journey.answers.length; i++)
      calls.push(...(await ask(bases, run, journey, met)));
  }
  return calls;
}

async function ask(
  bases: Record<Role, string>,
  run: string,
  journey: Journey,
  met?: Set<number>,
): Promise<KnownCall[]> {
  const began = performance.now();
  const response = await fetch(bases[journey.service] + journey.path, {
    method: journey.method,
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
    headers: { baggage: `lab.run=${run}`, ...(journey.body !== undefined && { 'content-type': 'application/json' }) },
    ...(journey.body !== undefined && { body: JSON.stringify(journey.body) }),
  });
  const text = await response.text();
  const high = performance.now() - began;
  met?.add(response.status);
  const waited = Number(/"waited_ms":(\d+)/.exec(text)?.[1] ?? 0);
  return journey.due(response.status).map(({ service, name, status }) => ({
    service,
    operation: name,
    failed: status >= 500,
    low: Math.max(0, waited - 2), // a timer may fire a millisecond early
    high,
  }));
}

async function seen(prometheus: Prometheus, run: string, calls: readonly KnownCall[]): Promise<true | undefined> {
  const samples = await prometheus.query(
    `sum(traces_span_metrics_calls_total{lab_run="${run}",span_kind="SPAN_KIND_SERVER"})`,
  );
  if (samples[0]?.value === calls.length) return true;
  throw new Error(`${samples[0]?.value ?? 0} of ${calls.length} SERVER spans`);
}
