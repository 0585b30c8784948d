import pLimit from 'p-limit';
import type { LogStore } from '../backends/log-store.ts';
import type { Prometheus } from '../backends/prometheus.ts';
import type { TraceStore } from '../backends/trace-store.ts';
import { type Scenario, scenariosOf } from '../parts/scenarios.ts';
import type { AppRole, Endpoints } from '../parts/parts.ts';
import { describeError, until } from '../base/poll.ts';
import { countLogged } from './count-logged.ts';
import { countStored } from './count-stored.ts';
import { type Counted, countedBy } from './counted.ts';
import { overflowOf } from './overflow.ts';
import { newRun, send, type Sent } from './request.ts';
import { Tally, type TallyLine } from './tally.ts';

/** What a ledger needs of a lab. */
export type LedgerLab = {
  bases: Record<AppRole, string> & Pick<Endpoints, 'observer'>;
  stores: readonly TraceStore[];
  /** With the capability logs. */
  logStore?: LogStore | undefined;
  prometheus: Prometheus;
};

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

/** The ledger of one run: its counts reconciled. Everything but `requests` counts SERVER spans, including those of calls between roles. */
export type Ledger = {
  run: string;
  requests: number;
  /** SERVER spans due by what was sent. */
  sent: number;
  /** SERVER spans due by the requests that were answered correctly. */
  answered: number;
  /** SERVER spans found in the trace store, by trace id; the smallest store if there are two. */
  stored: number;
  /** By PromQL over calls_total. */
  counted: number;
  /** Access lines found in the log store, by trace id; absent in a lab without one. */
  logged?: number;
  byRoute: TallyLine[];
  /** One line per difference, with its cause if that is known; empty if all counts agree. */
  differences: string[];
  /** Seconds from the last answer until store and metrics were complete, or until patience ran out. */
  settled: number;
};

/**
 * Sends `requests` requests and compares, per service, route and status: sent = answered = stored = counted, and = logged
 * in a lab with a log store. The stored side asks for trace ids that we chose, or for the run's mark on each span; the counted side for series that
 * only this run's spans made: other traffic touches neither.
 */
export async function keepLedger(lab: LedgerLab, options: LedgerOptions): Promise<Ledger> {
  const { requests, concurrency, dropped = 0, progress = () => {} } = options;
  const mix = options.scenarios ?? scenariosOf(lab.bases);
  const run = newRun('counts');
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

/** Reconciles the counts of requests that were sent under the name `run`. `patience` in ms, 15 s by default. */
export async function balance(
  lab: Omit<LedgerLab, 'bases'>,
  run: string,
  sent: Sent[],
  { patience = 15_000 }: { patience?: number } = {},
): Promise<Ledger> {
  const settling = performance.now();
  const tally = new Tally(
    lab.stores.map((s) => s.name),
    lab.logStore?.name,
  );
  for (const one of sent) tally.addSent(one);
  const unread = await Promise.all([
    ...lab.stores.map((store) => countStored(store, run, sent, tally, patience)),
    countCounted(lab.prometheus, run, tally, patience),
    lab.logStore && countLogged(lab.logStore, run, sent, tally, patience),
  ]);
  const settled = (performance.now() - settling) / 1000;
  const differences = tally.differences();
  const unmarked = differences.length > 0 ? await overflowOf(lab.prometheus) : undefined;
  return {
    run,
    requests: sent.length,
    ...tally.totals(),
    byRoute: tally.lines(),
    differences: [...unread, ...differences, unmarked].filter((text) => text !== undefined),
    settled,
  };
}

/** Counts this run's calls by PromQL, once they are complete or `patience` ms are over. Returns why they could not be read, if so. */
async function countCounted(
  prometheus: Prometheus,
  run: string,
  tally: Tally,
  patience: number,
): Promise<string | undefined> {
  let counted: Counted[] = [];
  let unread: string | undefined;
  const complete = async () => {
    try {
      counted = await countedBy(prometheus, run);
      unread = undefined;
    } catch (error) {
      unread = `the counts could not be read: ${describeError(error)}`;
    }
    return tally.countedIsComplete(counted) ? true : undefined;
  };
  await until('every call is counted', complete, { deadline: patience, every: 200 }).catch(() => {}); // the ledger shows what is missing
  for (const { service, name, status, calls } of counted) tally.addCounted(service, name, status, calls);
  return unread;
}
