import { Prometheus } from '../../backends/prometheus.ts';
import { describeError } from '../../base/poll.ts';
import type { Capability } from '../../parts/capabilities.ts';
import type { Endpoints, Stack } from '../../parts/parts.ts';
import { type KnownLoad, sendKnownLoad } from '../load/known-load.ts';
import { askPanels, type PanelsAsked } from './ask-panels.ts';
import { askThroughGrafana, type GrafanaFinding } from './grafana-query.ts';

export type PanelsResult = PanelsAsked & {
  ok: boolean;
  seconds: number;
  load: { requests: number; spans: number; failed: number; seconds: number; uncounted?: string };
  /** The result of k6, or why it was not run. */
  k6: string;
  /** Panels queried once more through Grafana's API; absent if no Grafana runs. */
  grafana?: { panels: number; findings: GrafanaFinding[] };
};

export type CheckPanelsOptions = {
  /** Runs k6 for a few seconds and resolves with the result; if absent, k6's panels are queried only if it has run before. */
  k6?: () => Promise<string>;
  /** A load that was already sent. */
  load?: KnownLoad;
};

/** Sends a short known load, and compares every number of every dashboard with it. Takes about 20 s. */
export async function checkPanels(
  lab: { endpoints: Endpoints; stack: Stack; capabilities?: readonly Capability[] },
  options: CheckPanelsOptions = {},
): Promise<PanelsResult> {
  const began = performance.now();
  const prometheus = new Prometheus(lab.endpoints.prometheus);
  const [load, k6] = await Promise.all([
    options.load ?? sendKnownLoad(lab.endpoints, prometheus),
    options.k6?.().catch(describeError) ?? 'not run',
  ]);
  const asked = await askPanels(lab, { values: 'every', load, patience: 5_000 });
  const grafana = lab.endpoints.grafana
    ? await askThroughGrafana(lab.endpoints.grafana, lab.stack, lab.capabilities)
    : undefined;
  return {
    ok: asked.findings.length === 0 && !grafana?.findings.length,
    seconds: (performance.now() - began) / 1000,
    load: {
      requests: load.requests,
      spans: load.spans.length,
      failed: load.spans.filter((s) => s.failed).length,
      seconds: (load.endedAt - load.startedAt) / 1000,
      ...(load.uncounted && { uncounted: load.uncounted }),
    },
    k6,
    ...asked,
    ...(grafana && { grafana }),
  };
}
