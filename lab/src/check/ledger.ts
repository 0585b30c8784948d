import pLimit from 'p-limit';
import type { Prometheus } from '../backends/prometheus.ts';
import { routeKey, type ServerSpan, type TraceStore } from '../backends/trace-store.ts';
import { type Scenario, scenarios } from '../parts/scenarios.ts';
import type { Role } from '../parts/parts.ts';
import { until } from '../base/poll.ts';
import { overflowOf } from './overflow.ts';
import { newRun, send, type Sent } from './request.ts';
import { Tally, type TallyLine } from './tally.ts';

/** What a ledger needs of a lab. */
export type LedgerLab = { bases: Record<Role, string>; stores: readonly TraceStore[]; prometheus: Prometheus };

export type LedgerOptions = {
  /** How many requests, mixed evenly over the scenarios. */
  requests: number;
  concurrency: number;
  scenarios?: readonly Scenario[];
  /** This many of the requests are marked "not sampled", so that no span of theirs is exported: a negative control. */
  dropped?: number;
  /** How long stores and metrics may take to become complete after the last answer, ms. */
  patience?: number;
  progress?: (line: string) => void;
};

/** The books of one run. Everything but `requests` counts SERVER spans, those of calls between the roles included. */
export type Ledger = {
  run: string;
  requests: number;
  /** SERVER spans due by what was sent. */
  sent: number;
  /** SERVER spans due by what was answered as it should be. */
  answered: number;
  /** SERVER spans found in the trace store, by trace id; the smallest store if there are two. */
  stored: number;
  /** By PromQL over calls_total. */
  counted: number;
  byRoute: TallyLine[];
  /** One line a difference, and why if that is known; empty if the books agree. */
  differences: string[];
  /** Seconds from the last answer until store and metrics were complete, or until patience ran out. */
  settled: number;
};

/**
 * Sends `requests` requests and compares, per service, route and status: sent = answered = stored = counted.
 * The stored side asks for trace ids that we chose, or for the run's mark on each span; the counted side for series that
 * only this run's spans made: other traffic touches neither.
 */
export async function keepLedger(lab: LedgerLab, options: LedgerOptions): Promise<Ledger> {
  const { requests, concurrency, dropped = 0, progress = () => {} } = options;
  const mix = options.scenarios ?? scenarios;
  const run = newRun();
  const limit = pLimit(concurrency);
  let answered = 0;
  const sent = await Promise.all(
    Array.from({ length: requests }, (_, i) =>
      limit(async () => {
        const result = await send(mix[i % mix.length] as Scenario, lab.bases, run, { sampled: i >= dropped });
        if (++answered % 250 === 0) progress(`${answered} of ${requests} requests answered`);
        return result;
      }),
    ),
  );
  return balance(lab, run, sent, options);
}

/** Closes the books over requests that were sent under the name `run`. `patience` in ms, 15 s by default. */
export async function balance(
  lab: Omit<LedgerLab, 'bases'>,
  run: string,
  sent: Sent[],
  { patience = 15_000 }: { patience?: number } = {},
): Promise<Ledger> {
  const settling = performance.now();
  const tally = new Tally(lab.stores.map((s) => s.name));
  for (const one of sent) tally.addSent(one);
  await Promise.all([
    ...lab.stores.map((store) => countStored(store, run, sent, tally, patience)),
    countCounted(lab.prometheus, run, tally, patience),
  ]);
  const settled = (performance.now() - settling) / 1000;
  const differences = tally.differences();
  const why = differences.length > 0 ? await overflowOf(lab.prometheus) : undefined;
  return {
    run,
    requests: sent.length,
    ...tally.totals(),
    byRoute: tally.lines(),
    differences: why ? [...differences, why] : differences,
    settled,
  };
}

/**
 * Counts each trace's SERVER spans: a large number by one search where the store has it, and one by one what the search
 * did not show as due. More than due is a difference too, and so is a span of this run in a trace that nobody sent.
 */
async function countStored(
  store: TraceStore,
  run: string,
  sent: Sent[],
  tally: Tally,
  patience: number,
): Promise<void> {
  const deadline = performance.now() + patience;
  const searched = sent.length > 200 ? await searchFor(store, run, sent, patience) : new Map<string, ServerSpan[]>();
  const limit = pLimit(10);
  await Promise.all(
    sent.map((one) =>
      limit(async () => {
        const due = dueOf(one);
        let servers = searched.get(one.traceId) ?? [];
        searched.delete(one.traceId);
        if (servers.length !== due || due === 0) servers = await serversOf(store, one.traceId);
        // reads may outlast the patience: a store that answers is asked again a few times all the same, because one that
        // is just rewriting a block misses what it has
        for (let reads = 1; servers.length < due && (performance.now() < deadline || reads < 5); reads++) {
          await new Promise((resolve) => setTimeout(resolve, 200));
          servers = await serversOf(store, one.traceId);
        }
        for (const span of servers) tally.addStored(store.name, span.service, span.name, span.status);
      }),
    ),
  );
  for (const span of [...searched.values()].flat()) tally.addStored(store.name, span.service, span.name, span.status);
}

/**
 * This run's SERVER spans by trace id, as a search shows them once it shows something of every trace, or after `patience` ms.
 * Of a trace that came in two parts Tempo shows one: such traces are left to be read one by one.
 */
async function searchFor(
  store: TraceStore,
  run: string,
  sent: Sent[],
  patience: number,
): Promise<Map<string, ServerSpan[]>> {
  const due = sent.filter((one) => dueOf(one) > 0).length;
  let found = new Map<string, ServerSpan[]>();
  const shown = async () => {
    found = Map.groupBy((await store.serversOfRun?.(run)) ?? [], (span) => span.traceId);
    return found.size >= due ? true : undefined;
  };
  if (store.serversOfRun)
    await until('the search shows every trace', shown, { deadline: patience, every: 500 }).catch(() => {});
  return found;
}

function dueOf({ scenario, status }: Sent): number {
  return status === undefined ? 0 : scenario.due(status).length;
}

async function serversOf(store: TraceStore, traceId: string): Promise<ServerSpan[]> {
  try {
    return (await store.trace(traceId))
      .filter((span) => span.kind === 'server')
      .map((span) => ({ ...span, status: Number(span.attributes['http.response.status_code']) }));
  } catch {
    return []; // a store that is away has stored nothing that we can find: the books will say so
  }
}

async function countCounted(prometheus: Prometheus, run: string, tally: Tally, patience: number): Promise<void> {
  const ask = () => countedBy(prometheus, run);
  try {
    await until(
      'every call is counted',
      async () => (tally.countedIsComplete((await ask()).values()) ? true : undefined),
      { deadline: patience, every: 200 },
    );
  } catch {
    // the books below say what is missing
  }
  const counted = await ask().catch(() => new Map<string, Counted>());
  for (const { service, name, status, calls } of counted.values()) tally.addCounted(service, name, status, calls);
}

type Counted = { service: string; name: string; status: number; calls: number };

/**
 * Calls of one run by service, route and status. The maximum of each series, summed: a restarted collector starts a new
 * series (collector_instance_id), and increase() would miss what a series was born with.
 */
async function countedBy(prometheus: Prometheus, run: string): Promise<Map<string, Counted>> {
  const series = `traces_span_metrics_calls_total{lab_run="${run}",span_kind="SPAN_KIND_SERVER"}`;
  const samples = await prometheus.query(
    `sum by (service_name, span_name, http_response_status_code) (max_over_time(${series}[1h]))`,
  );
  return new Map(
    samples.map(({ labels, value }) => {
      const counted = {
        service: labels['service_name'] ?? '',
        name: labels['span_name'] ?? '',
        status: Number(labels['http_response_status_code']),
        calls: value,
      };
      return [`${routeKey(counted.service, counted.name)} ${counted.status}`, counted];
    }),
  );
}
