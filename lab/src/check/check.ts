import { logStoreOf } from '../backends/log-stores.ts';
import { Prometheus } from '../backends/prometheus.ts';
import { storesOf } from '../backends/stores.ts';
import { LabError } from '../base/lab-error.ts';
import { describeError } from '../base/poll.ts';
import type { Capability } from '../parts/capabilities.ts';
import type { Endpoints, PartName, RuntimeName, Stack } from '../parts/parts.ts';
import type { CheckContext, Hop } from './hop.ts';
import { type HopName, hopNames } from './hop-names.ts';
import type { HopResult } from './hop-result.ts';
import { alertsHop } from './hops/alerts.ts';
import { appHop } from './hops/app.ts';
import { receiverCounters } from '../backends/collector-counters.ts';
import { cacheHop } from './hops/cache.ts';
import { collectorHop } from './hops/collector.ts';
import { connectorHop } from './hops/connector.ts';
import { exportHop } from './hops/export.ts';
import { logsHop } from './hops/logs.ts';
import { lossesHop } from './hops/losses.ts';
import { generatorHop } from './hops/generator.ts';
import { guestsHop } from './hops/guests.ts';
import { databaseHop } from './hops/database.ts';
import { dependenciesHop } from './hops/dependencies.ts';
import { grafanaHop } from './hops/grafana.ts';
import { monitorHop } from './hops/monitor.ts';
import { purchasesHop } from './hops/purchases.ts';
import { queueHop } from './hops/queue.ts';
import { prometheusHop } from './hops/prometheus.ts';
import { storeHop } from './hops/store.ts';
import { panelsHop } from './hops/panels.ts';
import { keepLedger, type Ledger } from './ledger.ts';
import { sendUntilGrowth } from './panels/send-until-growth.ts';
import { newRun } from './request.ts';

/** Each hop by its name. */
export const hops: Readonly<Record<HopName, Hop>> = {
  app: appHop,
  export: exportHop,
  collector: collectorHop,
  store: storeHop,
  connector: connectorHop,
  prometheus: prometheusHop,
  losses: lossesHop,
  generator: generatorHop,
  guests: guestsHop,
  database: databaseHop,
  queue: queueHop,
  cache: cacheHop,
  purchases: purchasesHop,
  logs: logsHop,
  alerts: alertsHop,
  monitor: monitorHop,
  dependencies: dependenciesHop,
  grafana: grafanaHop,
  panels: panelsHop,
};

/** A lab to be checked: where its parts answer. */
export type CheckedLab = {
  endpoints: Endpoints;
  runtime: RuntimeName;
  stack: Stack;
  capabilities: readonly Capability[];
  parts: readonly PartName[];
};

export type CheckOptions = {
  /** Number of requests to reconcile; 0 leaves the ledger out. */
  requests: number;
  /** The hops to check, with those that they need. All by default. */
  names?: readonly HopName[];
  /** Called for each hop in the order of the data, as soon as it and all hops before it are done. */
  onHop?: (result: HopResult) => void;
};

/** How a check went. `traceId` is the trace of the request that was followed. */
export type CheckResult = { ok: boolean; seconds: number; hops: HopResult[]; traceId?: string; ledger?: Ledger };

/** Follows one new request hop by hop while the ledger runs beside it. `ok` only if every hop passes and the ledger has no difference. */
export async function check(
  lab: CheckedLab,
  { requests, onHop = () => {}, names = hopNames }: CheckOptions,
): Promise<CheckResult> {
  const chosen = orderedHops(names);
  const began = performance.now();
  const prometheus = new Prometheus(lab.endpoints.prometheus);
  const stores = storesOf(lab.endpoints);
  const context: CheckContext = {
    ...lab,
    run: newRun('counts'),
    stores,
    prometheus,
    before: await receiverCounters(lab.endpoints.collectorTelemetry).catch(() => undefined),
    answeredAt: began,
  };

  const walks = new Map<HopName, Promise<HopResult>>();
  for (const hop of chosen) walks.set(hop.name, walk(hop, context, walks));
  const answers = walks.get('app')!;
  if (chosen.includes(panelsHop)) {
    context.traffic = answers.then((app) => (app.ok ? sendUntilGrowth(lab.endpoints, prometheus) : undefined));
  }
  const reconciled = answers.then((app) =>
    app.ok && requests > 0
      ? keepLedger(
          { bases: lab.endpoints, stores, logStore: logStoreOf(lab.endpoints), prometheus },
          // a Cassandra that just started is slow while its code is compiled, and the Monitor hop's requests are in its queue too
          { requests, concurrency: 10, patience: lab.endpoints.jaeger ? 40_000 : 8_000 },
        )
      : undefined,
  );
  const results: HopResult[] = [];
  for (const hop of chosen) {
    const result = await walks.get(hop.name)!;
    results.push(result);
    onHop(result);
  }
  const ledger = await reconciled;
  return {
    ok: results.every((r) => r.ok) && !ledger?.differences.length,
    seconds: (performance.now() - began) / 1000,
    hops: results,
    ...(context.sent && { traceId: context.sent.traceId }),
    ...(ledger && { ledger }),
  };
}

/** The named hops in the order of the data. Throws if `app`, or a hop that another one needs, is not among them. */
export function orderedHops(names: readonly HopName[]): readonly Hop[] {
  const missing = ['app' as const, ...names.flatMap((name) => hops[name].needs)].find((need) => !names.includes(need));
  if (missing) throw new Error(`The hops ${names.join(', ')} cannot be checked without the hop ${missing}.`);
  return hopNames.filter((name) => names.includes(name)).map((name) => hops[name]);
}

/** Checks one hop after those that it needs, whose results `walks` must already promise. */
async function walk(
  hop: Hop,
  context: CheckContext,
  walks: ReadonlyMap<HopName, Promise<HopResult>>,
): Promise<HopResult> {
  const about = { name: hop.name, title: hop.title, expected: hop.expected };
  const skipped = { ...about, skipped: true, seconds: 0 };
  const reason = hop.skipReason?.(context);
  if (reason) return { ...skipped, ok: true, found: reason };
  const before = await Promise.all(hop.needs.map((name) => walks.get(name)!));
  const failed = before.find((result) => !result.ok);
  if (failed) return { ...skipped, ok: false, found: `skipped: "${failed.title}" failed` };
  const began = performance.now();
  const seconds = () => (performance.now() - (context.sent ? context.answeredAt : began)) / 1000;
  try {
    const found = await hop.walk(context);
    return { ...about, ok: true, seconds: seconds(), found };
  } catch (error) {
    return { ...about, ok: false, seconds: seconds(), ...findingOf(error) };
  }
}

function findingOf(error: unknown): Pick<HopResult, 'found' | 'cause' | 'next'> {
  if (!(error instanceof LabError)) return { found: describeError(error) };
  const { what, found, cause, next } = error.failure;
  return { found: found ? `${what} ${found}` : what, ...(cause && { cause }), ...(next && { next }) };
}
