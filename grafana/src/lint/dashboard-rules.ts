import { datasourcesOf, type Dashboard, type Kind, type Panel, type Placed } from '../model.ts';
import { colours } from '../palette.ts';
import { queriesFor, secondsOf } from '../resolve.ts';
import { variablesIn } from '../substitute.ts';
import { lintFit } from './fit-rules.ts';
import { isCount } from './logql-rules.ts';
import { lintQuery } from './query-rules.ts';
import { large, pageWidth, screens, textWidth, unitsOf } from './screen.ts';

/** A broken rule: where, and what is wrong. */
export type Finding = { dashboard: string; panel: string; finding: string };

/** Most ms that the first screen of a dashboard may cost for an hour of data, under load on two cores; a test measures it. */
export const mostScreenCost = 1_500;

/** Refreshes in less than this many times the cost cancel queries before they end. */
const refreshesPerCost = 3;

/** Least columns of what is on the first screen. */
const leastWidth: Partial<Record<Kind, number>> = { timeseries: 8, heatmap: 12, table: 12, nodegraph: 12, logs: 16 };

const legendNeeded = new Set(['timeseries', 'bargauge']);

/** What Grafana's node graph is made of: `render/nodegraph.ts`. */
const nodegraphRefIds = ['nodes', 'nodeTime', 'nodeFailed', 'edges', 'edgeTime'];

const isNodegraph = (refIds: readonly string[]) => nodegraphRefIds.every((refId) => refIds.includes(refId));

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
  say(
    panel.kind === 'timeseries' &&
      panel.unit === 'percentunit' &&
      /error|fail/i.test(panel.title) &&
      panel.max !== undefined,
    'an axis of errors follows the data: softMax, not max',
  );
  say(
    panel.queries.some((q) => /^\w+( by \(\w+\))? ?\(up\b/.test(q.expr)) && panel.kind === 'stat' && !panel.words,
    'up is shown in words',
  );
  say(
    panel.kind === 'nodegraph' && !isNodegraph(refIds),
    `a node graph has numbers and rings: ${nodegraphRefIds.join(', ')}`,
  );
  say(panel.kind === 'timeseries' && panel.queries.filter((q) => q.exemplar).length > 1, 'one line has exemplars');
  for (const query of panel.queries) {
    say(
      (panel.kind === 'logs') !== (query.datasource === 'loki' && !isCount(query.expr)),
      `${query.refId}: lines are shown by a panel of lines, numbers by another`,
    );
    say(
      panel.kind === 'bargauge' &&
        query.legend.includes('{{') &&
        panel.reduce !== 'sum' &&
        !query.expr.startsWith('sort_desc('),
      `${query.refId}: bars are sorted`,
    );
    say(panel.kind === 'timeseries' && query.instant === true, `${query.refId}: a time series is not instant`);
    say(
      panel.kind === 'bargauge' && !query.instant && panel.reduce !== 'sum',
      `${query.refId}: bars are instant, or sums`,
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

  for (const p of placed) {
    for (const finding of lintFit(p, dashboard.stacks)) say(p.panel.id, finding);
    for (const stack of dashboard.stacks) {
      const asked = queriesFor(p.panel, stack);
      if (asked.length === 0) say(p.panel.id, `has nothing to show on the stack ${stack}`);
      // Grafana is given all queries of a panel on every stack, and an error for one whose data source it does not have
      const missing = p.panel.queries
        .map((q) => q.datasource)
        .find((source) => !datasourcesOf(stack, dashboard.capability).includes(source));
      if (missing) say(p.panel.id, `asks ${missing}, which the stack ${stack} does not have`);
    }
  }

  const ids = [...placed.map((p) => p.id), ...dashboard.rows.slice(1).map((r) => r.id)];
  for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) say('', `id ${id} is used twice`);
  for (const [a, b] of overlaps(placed)) say(a.panel.id, `overlaps ${b.panel.id}`);
  for (const p of placed) if (p.x + p.w > 24) say(p.panel.id, 'is wider than the grid');
  for (const p of dashboard.rows[0]?.panels ?? []) {
    for (const screen of screens)
      if (p.y + p.h > unitsOf(screen))
        say(p.panel.id, `is cut off at ${screen.width}×${screen.height}: ends at ${p.y + p.h} of ${unitsOf(screen)}`);
    const least = leastWidth[p.panel.kind] ?? 4;
    if (p.w < least) say(p.panel.id, `is too narrow to read: ${p.w} columns of at least ${least}`);
  }
  if (secondsOf(dashboard.refresh) * 1000 < refreshesPerCost * mostScreenCost)
    say('', `refresh ${dashboard.refresh} is less than ${refreshesPerCost} times what a first screen may cost`);
  const allowed = new Set<string>(Object.values(colours));
  for (const a of dashboard.annotations)
    if (!allowed.has(a.colour)) say('', `annotation ${a.name} has a colour outside the palette: ${a.colour}`);
  if (!/^[a-z0-9-]{1,40}$/.test(dashboard.uid)) say('', `uid ${dashboard.uid} is fixed and short`);
  return findings;
}

/** What the names of all dashboards, as links above the panels, lack to a row on the narrowest screen. */
export function lintLinks(names: readonly string[]): string[] {
  const [narrowest] = screens;
  const needed = names.reduce((sum, name) => sum + textWidth(name, large) + linkAround, 0);
  const room = pageWidth(narrowest);
  return needed <= room ? [] : [`links take more than a row: ${needed} of ${room} px`];
}

/** Pixels of a link beside its text: padding, icon with margin, gap. */
const linkAround = 2 * 8 + 16 + 4 + 8;

function overlaps(placed: readonly Placed[]): [Placed, Placed][] {
  return placed.flatMap((a, i) =>
    placed
      .slice(i + 1)
      .filter((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
      .map((b): [Placed, Placed] => [a, b]),
  );
}
