import type { Dashboard, Panel, Placed } from '../model.ts';
import { colours } from '../palette.ts';
import { variablesIn } from '../substitute.ts';
import { lintQuery } from './query-rules.ts';

/** A broken rule: where, and what is wrong. */
export type Finding = { dashboard: string; panel: string; finding: string };

/** Grafana gives 1280×800 some 18 units of 38 px below its own bars, and 24 columns of some 50 px. */
export const firstScreen = { height: 18, leastWidth: { timeseries: 6, heatmap: 8, table: 8, nodegraph: 8 } } as const;

const legendNeeded = new Set(['timeseries', 'piechart', 'bargauge']);

/** The rules that a panel breaks, on any dashboard. */
export function lintPanel(panel: Panel): string[] {
  const findings: string[] = [];
  const say = (broken: boolean, what: string) => void (broken && findings.push(what));
  say(!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(panel.id), `id is kebab-case: ${panel.id}`);
  say(panel.title.trim() === '', 'has a title');
  say(panel.unit.trim() === '', 'has a unit');
  say(panel.tells.length < 20, 'says what it tells');
  say(panel.looksBad.length < 20, 'says what to do when it looks bad');
  say(panel.queries.length === 0, 'has a query');
  say(panel.stacks.length === 0, 'belongs to a stack');
  say(
    panel.kind === 'table' && panel.queries.length > 1 && !panel.table,
    'a table of several queries names its labels',
  );
  const refIds = panel.queries.map((q) => q.refId);
  say(new Set(refIds).size < refIds.length || refIds.some((r) => r === ''), `refIds are unique: ${refIds.join(', ')}`);
  const legends = panel.queries.map((q) => q.legend);
  say(
    legendNeeded.has(panel.kind) && new Set(legends).size < legends.length && !legends.some((l) => l.includes('{{')),
    'legends tell queries apart',
  );
  for (const query of panel.queries) {
    say(panel.kind === 'timeseries' && query.instant === true, `${query.refId}: a time series is not instant`);
    say(
      (panel.kind === 'piechart' || panel.kind === 'bargauge') && !query.instant && panel.reduce !== 'sum',
      `${query.refId}: bars and pies are instant, or sums`,
    );
    say(query.exemplar === true && query.instant === true, `${query.refId}: exemplars need a range`);
    findings.push(...lintQuery(query).map((f) => `${query.refId}: ${f}`));
  }
  return findings;
}

/** The rules that a dashboard and its panels break. */
export function lintDashboard(dashboard: Dashboard): Finding[] {
  const placed = dashboard.rows.flatMap((row) => row.panels);
  const findings: Finding[] = [];
  const say = (panel: string, finding: string) => findings.push({ dashboard: dashboard.uid, panel, finding });

  const known = new Set(dashboard.variables.map((v) => v.name));
  for (const { panel } of placed) {
    for (const finding of lintPanel(panel)) say(panel.id, finding);
    const unknown = panel.queries
      .flatMap((q) => variablesIn(q.expr))
      .filter((v) => !v.startsWith('__') && !known.has(v));
    if (unknown.length > 0)
      say(panel.id, `uses variables that the dashboard does not have: ${[...new Set(unknown)].join(', ')}`);
  }

  const ids = [...placed.map((p) => p.id), ...dashboard.rows.slice(1).map((r) => r.id)];
  for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) say('', `id ${id} is used twice`);
  for (const [a, b] of overlaps(placed)) say(a.panel.id, `overlaps ${b.panel.id}`);
  for (const p of placed) if (p.x + p.w > 24) say(p.panel.id, 'is wider than the grid');
  for (const p of dashboard.rows[0]?.panels ?? []) {
    if (p.y + p.h > firstScreen.height)
      say(p.panel.id, `is cut off at 1280×800: ends at ${p.y + p.h} of ${firstScreen.height}`);
    const least = firstScreen.leastWidth[p.panel.kind as keyof typeof firstScreen.leastWidth] ?? 4;
    if (p.w < least) say(p.panel.id, `is too narrow to read at 1280×800: ${p.w} columns of at least ${least}`);
  }
  const allowed = new Set<string>(Object.values(colours));
  for (const a of dashboard.annotations)
    if (!allowed.has(a.colour)) say('', `annotation ${a.name} has a colour outside the palette: ${a.colour}`);
  if (!/^[a-z0-9-]{1,40}$/.test(dashboard.uid)) say('', `uid ${dashboard.uid} is fixed and short`);
  return findings;
}

function overlaps(placed: readonly Placed[]): [Placed, Placed][] {
  return placed.flatMap((a, i) =>
    placed
      .slice(i + 1)
      .filter((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
      .map((b): [Placed, Placed] => [a, b]),
  );
}
