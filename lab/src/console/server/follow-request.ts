import { check, type CheckedLab } from '../../check/check.ts';
import type { Hop, HopResult } from '../../check/hop.ts';
import { appHop } from '../../check/hops/app.ts';
import { collectorHop } from '../../check/hops/collector.ts';
import { connectorHop } from '../../check/hops/connector.ts';
import { exportHop } from '../../check/hops/export.ts';
import { prometheusHop } from '../../check/hops/prometheus.ts';
import { storeHop } from '../../check/hops/store.ts';

/** The hops of one request; the check has others, which send requests of their own. */
const way: readonly Hop[] = [appHop, exportHop, collectorHop, storeHop, connectorHop, prometheusHop];

/** Sends one request and follows it with the hops of the check. `onHop` is called in the order of the data. */
export function followRequest(
  lab: CheckedLab,
  onHop: (result: HopResult) => void,
): Promise<{ ok: boolean; seconds: number }> {
  return check(lab, { requests: 0, way, onHop });
}
