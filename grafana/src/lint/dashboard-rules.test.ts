import { describe, expect, test } from 'vitest';
import { dashboards, dashboardsFor } from '../dashboards/index.ts';
import { openTelemetryApm } from '../dashboards/opentelemetry-apm.ts';
import { linkedFrom, listOfAll } from '../linked.ts';
import type { Dashboard, Panel, Query } from '../model.ts';
import { label, metric } from '../names.ts';
import { errorsByRoute, operations, rateByRoute, requestsByStatus, serviceGraph, traceStores } from '../panels/apm.ts';
import { panels } from '../panels/index.ts';
import { ratesCompared } from '../panels/stores.ts';
import { leftOut } from '../panels/pipeline.ts';
import { ofService, servedAnyRoute } from '../promql.ts';
import { lintDashboard, lintLinks, lintPanel } from './dashboard-rules.ts';

test.each(dashboards)('$title breaks no rule', (dashboard) => {
  expect(lintDashboard(dashboard)).toEqual([]);
});

test.each(dashboards)('links above $title take one row; the full titles of all would not', (dashboard) => {
  const names = [...linkedFrom(dashboard, dashboards).map((d) => d.short), listOfAll];
  expect(lintLinks(names)).toEqual([]);
  expect(lintLinks(dashboards.map((d) => d.title)).join()).toContain('links take more than a row');
});

test('the dashboards of a capability are linked with each other, and listed on all others', () => {
  const shorts = (d: Dashboard) => linkedFrom(d, dashboards).map(({ short }) => short);
  const shop = ['Purchase', 'Postgres', 'Kafka', 'Valkey'];
  const [purchase] = dashboards.filter((d) => d.short === 'Purchase');
  expect(shorts(purchase!)).toEqual(expect.arrayContaining(['APM', ...shop.slice(1)]));
  expect(shorts(openTelemetryApm).filter((short) => shop.includes(short))).toEqual([]);
});

test('the dashboards of a capability are in a folder of their own, and only where it is on', () => {
  const folderOf = (file: string) => file.split('/')[0];
  const [without, all] = [dashboardsFor('both'), dashboardsFor('both', ['shop'])];
  expect(all.filter((d) => !without.includes(d)).map((d) => d.file)).toEqual([
    'Shop/way-of-a-purchase.json',
    'Shop/postgres.json',
    'Shop/kafka.json',
    'Shop/valkey.json',
  ]);
  expect(without.map((d) => folderOf(d.file))).not.toContain('Shop');
});

test('every panel is on a dashboard, and no id or uid is used twice', () => {
  const placed = new Set(dashboards.flatMap((d) => d.rows.flatMap((r) => r.panels.map((p) => p.panel.id))));
  expect(panels.map((p) => p.id).filter((id) => !placed.has(id))).toEqual([]);
  expect(new Set(panels.map((p) => p.id)).size).toBe(panels.length);
  expect(new Set(dashboards.map((d) => d.uid)).size).toBe(dashboards.length);
});

describe('a panel that breaks a rule on purpose is named', () => {
  const good = rateByRoute;
  const query = good.queries[0] as Query;
  const asking = (expr: string, more: Partial<Query> = {}): Panel => ({
    ...good,
    queries: [{ ...query, expr, ...more }],
  });
  const selector = servedAnyRoute;
  const broken: [string, Panel, string][] = [
    ['sums first', asking(`rate(sum(${metric.calls}{${selector}})[1m:1s])`), 'rate before sum'],
    ['extrapolates', asking(`sum(increase(${metric.calls}{${selector}}[$interval]))`), 'increase() is anchored'],
    ['shows a bare counter', asking(`sum(${metric.calls}{${selector}})`), 'counters are read through rate'],
    [
      'splits by collector',
      asking(`sum by (${label.instance}) (rate(${metric.calls}{${selector}}[$interval]))`),
      'summed over collector instances',
    ],
    ['does not sum', asking(`rate(${metric.calls}{${selector}}[$interval])`), 'summed over collector instances'],
    [
      'mixes clients and servers',
      asking(`sum(rate(${metric.calls}{${ofService}}[$interval]))`),
      'distinguished from its calls by span_kind',
    ],
    [
      'has a window of its own',
      asking(`sum(rate(${metric.calls}{${selector}}[2s]))`),
      'windows follow the scrape interval',
    ],
    [
      'loses le',
      asking(`histogram_quantile(0.95, sum(rate(${metric.durationBucket}{${selector}}[$interval])))`),
      'classic quantiles keep le',
    ],
    [
      'uses old labels',
      asking(`sum by (http_status_code) (rate(${metric.calls}{${selector}}[$interval]))`),
      'no old HTTP attributes: http_status_code',
    ],
    [
      'uses old attributes',
      asking('{ span.http.method = "GET" } | rate()', { datasource: 'tempo' }),
      'no old HTTP attributes: http.method',
    ],
    [
      'quotes a value by hand',
      asking(`sum(rate(${metric.calls}{service_name="$service", span_kind="SPAN_KIND_SERVER"}[$interval]))`),
      'a variable’s value is quoted by oneOf() or anyOf(): "$service"',
    ],
    ['is no PromQL', asking('sum(rate('), 'is PromQL'],
    ['has no legend', asking(query.expr, { legend: '' }), 'has a legend'],
    ['has no unit', { ...good, unit: '' as Panel['unit'] }, 'has a unit'],
    ['does not say what it tells', { ...good, tells: '' }, 'says what it tells'],
    ['does not say what to do', { ...good, looksBad: '' }, 'says what to do when it looks bad'],
    ['has two queries A', { ...good, queries: [query, query] }, 'refIds are unique'],
    ['is instant', asking(query.expr, { instant: true }), 'a time series is not instant'],
    ['has nervous rates', asking(query.expr, { minStep: '1s' }), 'rates cover at least 15 s'],
    ['has errors on a fixed axis', { ...good, title: 'Errors', unit: 'percentunit', max: 1 }, 'softMax, not max'],
  ];
  test.each(broken)('%s', (_, panel, rule) => {
    expect(lintPanel(good)).toEqual([]);
    expect(lintPanel(panel).join('\n')).toContain(rule);

    const dashboard: Dashboard = {
      ...openTelemetryApm,
      rows: [{ id: 100, title: '', y: 0, panels: [{ id: 1, panel, x: 0, y: 0, w: 12, h: 8 }] }],
    };
    expect(lintDashboard(dashboard).map((f) => [f.dashboard, f.panel])).toContainEqual([
      'opentelemetry-apm',
      'apm-rate-by-route',
    ]);
  });

  const { words: _, ...bareNumbers } = traceStores;
  const [oneQuery] = requestsByStatus.queries;
  const others: [string, Panel, Panel, string][] = [
    ['shows 1 for up', traceStores, bareNumbers, 'up is shown in words'],
    [
      'has bars in any order',
      requestsByStatus,
      { ...requestsByStatus, queries: [{ ...oneQuery!, expr: oneQuery!.expr.replace('sort_desc', 'abs') }] },
      'bars are sorted',
    ],
    [
      'is a graph without rings',
      serviceGraph,
      { ...serviceGraph, queries: serviceGraph.queries.filter((q) => q.refId !== 'nodeFailed') },
      'a node graph has numbers and rings',
    ],
    [
      'has dots on every line',
      rateByRoute,
      { ...rateByRoute, queries: ['A', 'B'].map((refId) => ({ ...query, refId, exemplar: true })) },
      'one line has exemplars',
    ],
  ];
  test.each(others)('%s', (_, right, wrong, rule) => {
    expect(lintPanel(right)).toEqual([]);
    expect(lintPanel(wrong).join('\n')).toContain(rule);
  });

  const at = (panel: Panel, w: number, h: number, stacks: Dashboard['stacks'] = ['tempo']) =>
    lintDashboard({
      ...openTelemetryApm,
      stacks,
      rows: [{ id: 100, title: '', y: 0, panels: [{ id: 1, panel, x: 0, y: 0, w, h }] }],
    })
      .map((f) => f.finding)
      .join('\n');

  test.each<[string, Panel, [w: number, h: number], [w: number, h: number], string]>([
    ['a title', { ...requestsByStatus, title: 'Requests of the shown range' }, [12, 8], [6, 8], 'title is cut'],
    [
      'a title beside its time',
      { ...good, title: 'Requests by route', timeFrom: '24h' },
      [14, 9],
      [8, 9],
      'title is cut',
    ],
    ['a legend below', good, [12, 9], [8, 7], 'legend has more rows than fit'],
    [
      'a legend as a table',
      { ...good, legend: { as: 'table', columns: ['last'] } },
      [24, 9],
      [24, 6],
      'legend has more rows',
    ],
    ['names in a table', leftOut, [24, 8], [12, 8], 'names in the legend are cut'],
    ['bars', requestsByStatus, [9, 7], [9, 4], 'bars do not fit'],
    ['names of bars', { ...errorsByRoute, namesAbove: false }, [14, 5], [9, 5], 'names of bars are cut'],
    ['rows of a table', operations, [16, 12], [16, 9], 'rows do not fit'],
    ['columns of a table', operations, [16, 12], [12, 12], 'names of rows are cut'],
  ])('%s that does not fit', (_, panel, enough, little, rule) => {
    expect(at(panel, ...enough)).toBe('');
    expect(at(panel, ...little)).toContain(`${rule}`);
  });

  test('a title of a column that does not fit', () => {
    const long = operations.queries.map((q) => ({ ...q, legend: `${q.legend} in the range` }));
    expect(at(operations, 16, 12)).toBe('');
    expect(at({ ...operations, queries: long }, 16, 12)).toContain('titles of columns are cut');
  });

  test('a dashboard that is refreshed before its queries end', () => {
    const hasty = { ...openTelemetryApm, refresh: '4s' };
    expect(lintDashboard(hasty)).toEqual([
      { dashboard: hasty.uid, panel: '', finding: 'refresh 4s is less than 3 times what a first screen may cost' },
    ]);
  });

  test('that asks what its stack does not have', () => {
    const { stacks: _, ...plain } = ratesCompared;
    const everywhere: Panel = { ...plain, stacks: ['tempo', 'jaeger', 'both'] };
    expect(at(everywhere, 12, 8, ['tempo', 'both'])).toBe('');
    expect(at(everywhere, 12, 8, ['jaeger'])).toContain('asks tempo, which the stack jaeger does not have');
    expect(at(ratesCompared, 12, 8, ['jaeger'])).toContain('has nothing to show on the stack jaeger');
  });

  test('that overlaps another, is off the first screen, too narrow, or without its variables', () => {
    const placed = (id: number, x: number, y: number, w: number, h: number) => ({ id, panel: good, x, y, w, h });
    const dashboard: Dashboard = {
      ...openTelemetryApm,
      variables: [],
      rows: [
        { id: 100, title: '', y: 0, panels: [placed(1, 0, 0, 12, 8), placed(1, 6, 4, 3, 20), placed(3, 20, 40, 8, 4)] },
      ],
    };
    const findings = lintDashboard(dashboard).map((f) => f.finding);
    expect(findings).toEqual(
      expect.arrayContaining([
        'uses variables that the dashboard does not have: service, route, status, interval',
        'id 1 is used twice',
        'overlaps apm-rate-by-route',
        'is wider than the grid',
        'is cut off at 1366×768: ends at 24 of 16',
        'is cut off at 1600×900: ends at 24 of 20',
        'is too narrow to read: 3 columns of at least 8',
      ]),
    );
  });
});
