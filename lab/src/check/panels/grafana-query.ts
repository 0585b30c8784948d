import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  all,
  type Dashboard,
  dashboardsFor,
  type Panel,
  queriesFor,
  type Stack,
  substitute,
  type VariableValue,
} from '@span-metrics-lab/grafana';
import pLimit from 'p-limit';
import { getJson } from '../../backends/http.ts';
import { grafanaAuthorization } from '../../parts/grafana-login.ts';
import { describeError } from '../../base/poll.ts';
import { checkout } from '../../base/paths.ts';
import type { Capability } from '../../parts/capabilities.ts';

export type GrafanaFinding = { dashboard: string; panel: string; query: string; found: string };

/** A query exactly as in the dashboard that Grafana was provisioned with. */
type Target = { refId: string; expr?: string; query?: string; service?: string };
type Frames = { results: Record<string, { error?: string; frames?: { data?: { values?: unknown[][] } }[] }> };

/**
 * Runs each panel's queries through Grafana's own `/api/ds/query`, as in its dashboards, with variables at their initial
 * values. A query that may be empty may be empty here too. Needs Grafana's administrator: GRAFANA_ADMIN_PASSWORD.
 */
export async function askThroughGrafana(
  url: string,
  stack: Stack,
  capabilities: readonly Capability[] = [],
): Promise<{ panels: number; findings: GrafanaFinding[] }> {
  const limit = pLimit(4);
  const asked = dashboardsFor(stack, capabilities).flatMap((dashboard) => {
    const targets = targetsOf(dashboard);
    return dashboard.rows.flatMap((row) =>
      row.panels.map(({ id, panel }) => limit(() => askPanel(url, dashboard, panel, targets.get(id) ?? [], stack))),
    );
  });
  return { panels: asked.length, findings: (await Promise.all(asked)).flat() };
}

async function askPanel(
  url: string,
  dashboard: Dashboard,
  panel: Panel,
  targets: readonly Target[],
  stack: Stack,
): Promise<GrafanaFinding[]> {
  const due = queriesFor(panel, stack);
  const say = (query: string, found: string): GrafanaFinding => ({
    dashboard: dashboard.uid,
    panel: panel.id,
    query,
    found,
  });
  const absent = due
    .filter((q) => !targets.some((t) => t.refId === q.refId))
    .map((q) => say(q.refId, 'is not in the dashboard file'));
  const now = Date.now();
  const range = 900_000;
  const queries = targets
    .filter((t) => due.some((q) => q.refId === t.refId))
    .map((target) => ({ ...filledIn(target, dashboard, range / 1000), intervalMs: 5_000, maxDataPoints: 200 }));
  if (queries.length === 0) return absent;
  try {
    const { results } = await getJson<Frames>('Grafana', `${url}/api/ds/query`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...grafanaAuthorization(),
      },
      body: JSON.stringify({ from: String(now - range), to: String(now), queries }),
    });
    return [
      ...absent,
      ...due.flatMap(({ refId, expects }) => {
        const { error, frames = [] } = results[refId] ?? { error: 'no answer' };
        if (error) return [say(refId, error)];
        const empty = frames.every((f) => !f.data?.values?.some((column) => column.length > 0));
        const { mayBeEmpty, settles } = expects ?? panel.expects;
        return empty && !mayBeEmpty && !settles ? [say(refId, 'no data')] : [];
      }),
    ];
  } catch (error) {
    return due.map(({ refId }) => say(refId, describeError(error)));
  }
}

/** Grafana's page fills in variables before it sends a query; so do we. */
function filledIn(target: Target, dashboard: Dashboard, range: number): Target {
  const values: Record<string, VariableValue> = {};
  for (const v of dashboard.variables)
    values[v.name] = v.kind === 'list' ? v.options[0]!.value : v.initial === '$__all' ? [all] : v.initial;
  const put = (text: string | undefined) =>
    text === undefined ? undefined : substitute(text, values, { range, step: 5 });
  const { expr, query, service } = target;
  return {
    ...target,
    ...(expr !== undefined && { expr: put(expr)! }),
    ...(query !== undefined && { query: put(query)! }),
    ...(service !== undefined && { service: put(service)! }),
  };
}

function targetsOf({ file }: Dashboard): Map<number, Target[]> {
  const { panels } = JSON.parse(readFileSync(join(checkout, 'grafana/dashboards', file), 'utf8')) as {
    panels: { id: number; targets?: Target[] }[];
  };
  return new Map(panels.map((p) => [p.id, p.targets ?? []]));
}
