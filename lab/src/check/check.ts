import { Prometheus } from '../backends/prometheus.ts';
import { storesOf } from '../backends/stores.ts';
import { describeError } from '../base/poll.ts';
import type { Endpoints, PartName, Stack } from '../parts/parts.ts';
import { type Hop, HopFailure, type HopName, type HopResult, type CheckContext } from './hop.ts';
import { appHop } from './hops/app.ts';
import { receiverCounters } from '../backends/collector-counters.ts';
import { collectorHop } from './hops/collector.ts';
import { connectorHop } from './hops/connector.ts';
import { exportHop } from './hops/export.ts';
import { grafanaHop } from './hops/grafana.ts';
import { monitorHop } from './hops/monitor.ts';
import { prometheusHop } from './hops/prometheus.ts';
import { storeHop } from './hops/store.ts';
import { panelsHop } from './panels/hop.ts';
import { keepLedger, type Ledger } from './ledger.ts';
import { sendTwice } from './panels/send-twice.ts';
import { newRun } from './request.ts';

/** The hops in the order of the data. */
export const hops: readonly Hop[] = [
  appHop,
  exportHop,
  collectorHop,
  storeHop,
  connectorHop,
  prometheusHop,
  monitorHop,
  grafanaHop,
  panelsHop,
];

/** A lab to be checked: where its parts answer. */
export type CheckedLab = { endpoints: Endpoints; stack: Stack; parts: readonly PartName[] };

export type CheckOptions = {
  /** Requests of the ledger; 0 leaves it out. */
  requests: number;
  /** Which hops, in the order of the data; `app` is always among them. All by default. */
  way?: readonly Hop[];
  /** Called for each hop when it and those before it are done: in order. */
  onHop?: (result: HopResult) => void;
};

export type CheckResult = { ok: boolean; seconds: number; hops: HopResult[]; ledger?: Ledger };

/** Follows one fresh request hop by hop while the ledger runs beside it. `ok` only if every hop and the books hold. */
export async function check(
  lab: CheckedLab,
  { requests, onHop = () => {}, way = hops }: CheckOptions,
): Promise<CheckResult> {
  const began = performance.now();
  const prometheus = new Prometheus(lab.endpoints.prometheus);
  const stores = storesOf(lab.endpoints);
  const context: CheckContext = {
    ...lab,
    run: newRun(),
    stores,
    prometheus,
    before: await receiverCounters(lab.endpoints.collectorTelemetry).catch(() => undefined),
    answeredAt: began,
  };

  const walks = new Map<HopName, Promise<HopResult>>();
  for (const hop of way) walks.set(hop.name, walk(hop, context, walks));
  const answers = walks.get('app')!;
  if (way.includes(panelsHop)) {
    context.traffic = answers.then((app) => (app.ok ? sendTwice(lab.endpoints, prometheus) : undefined));
  }
  const books = answers.then((app) =>
    app.ok && requests > 0
      ? keepLedger(
          { bases: lab.endpoints, stores, prometheus },
          // a Cassandra that just started compiles while it writes, and the Monitor hop's requests are in its queue too
          { requests, concurrency: 10, patience: lab.endpoints.jaeger ? 40_000 : 8_000 },
        )
      : undefined,
  );
  const results: HopResult[] = [];
  for (const hop of way) {
    const result = await walks.get(hop.name)!;
    results.push(result);
    onHop(result);
  }
  const ledger = await books;
  return {
    ok: results.every((r) => r.ok) && !ledger?.differences.length,
    seconds: (performance.now() - began) / 1000,
    hops: results,
    ...(ledger && { ledger }),
  };
}

async function walk(
  hop: Hop,
  context: CheckContext,
  walks: ReadonlyMap<HopName, Promise<HopResult>>,
): Promise<HopResult> {
  const about = { name: hop.name, title: hop.title, expected: hop.expected };
  const elsewhere = hop.notHere?.(context);
  if (elsewhere) return { ...about, ok: true, skipped: true, seconds: 0, found: elsewhere };
  const before = await Promise.all(hop.needs.map((name) => walks.get(name)!));
  const failed = before.find((result) => !result.ok);
  if (failed)
    return { ...about, ok: false, skipped: true, seconds: 0, found: `not asked: ${failed.title} does not hold` };
  const began = performance.now();
  const seconds = () => (performance.now() - (context.sent ? context.answeredAt : began)) / 1000;
  try {
    const found = await hop.walk(context);
    return { ...about, ok: true, seconds: seconds(), found };
  } catch (error) {
    const { why, next } = error instanceof HopFailure ? error : {};
    return {
      ...about,
      ok: false,
      seconds: seconds(),
      found: describeError(error),
      ...(why && { cause: why }),
      ...(next && { next }),
    };
  }
}
