import { Prometheus } from '../../backends/prometheus.ts';
import { storesOf } from '../../backends/stores.ts';
import { describeError } from '../../catalog/poll.ts';
import type { CheckedLab } from '../../check/check.ts';
import { type Hop, HopFailure, type HopName, type HopResult, type Journeying } from '../../check/hop.ts';
import { appHop } from '../../check/hops/app.ts';
import { receiverCounters } from '../../check/hops/collector-counters.ts';
import { collectorHop } from '../../check/hops/collector.ts';
import { connectorHop } from '../../check/hops/connector.ts';
import { exportHop } from '../../check/hops/export.ts';
import { prometheusHop } from '../../check/hops/prometheus.ts';
import { storeHop } from '../../check/hops/store.ts';
import { newRun } from '../../check/request.ts';

/** The hops of one request; the check has others, which send requests of their own. */
const way: readonly Hop[] = [appHop, exportHop, collectorHop, storeHop, connectorHop, prometheusHop];

/** Sends one request and follows it with the hops of the check. `onHop` is called in the order of the data. */
export async function followRequest(
  lab: CheckedLab,
  onHop: (result: HopResult) => void,
): Promise<{ ok: boolean; seconds: number }> {
  const began = performance.now();
  const journeying: Journeying = {
    ...lab,
    run: newRun(),
    stores: storesOf(lab.endpoints),
    prometheus: new Prometheus(lab.endpoints.prometheus),
    before: await receiverCounters(lab.endpoints.collectorTelemetry).catch(() => undefined),
    answeredAt: began,
  };
  const walks = new Map<HopName, Promise<HopResult>>();
  for (const hop of way) walks.set(hop.name, walk(hop, journeying, walks));
  let ok = true;
  for (const hop of way) {
    const result = await walks.get(hop.name)!;
    ok &&= result.ok;
    onHop(result);
  }
  return { ok, seconds: (performance.now() - began) / 1000 };
}

async function walk(
  hop: Hop,
  journeying: Journeying,
  walks: ReadonlyMap<HopName, Promise<HopResult>>,
): Promise<HopResult> {
  const about = { name: hop.name, title: hop.title, expected: hop.expected };
  const before = await Promise.all(hop.needs.map((name) => walks.get(name)!));
  const failed = before.find((result) => !result.ok);
  if (failed)
    return { ...about, ok: false, skipped: true, seconds: 0, found: `not asked: ${failed.title} does not hold` };
  const began = performance.now();
  const seconds = () => (performance.now() - (journeying.sent ? journeying.answeredAt : began)) / 1000;
  try {
    const found = await hop.walk(journeying);
    return { ...about, ok: true, seconds: seconds(), found };
  } catch (error) {
    const { why: cause, next } = error instanceof HopFailure ? error : {};
    return {
      ...about,
      ok: false,
      seconds: seconds(),
      found: describeError(error),
      ...(cause && { cause }),
      ...(next && { next }),
    };
  }
}
