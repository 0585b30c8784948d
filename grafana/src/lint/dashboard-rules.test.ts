import { describe, expect, test } from 'vitest';
import { dashboards } from '../dashboards/index.ts';
import { openTelemetryApm } from '../dashboards/opentelemetry-apm.ts';
import type { Dashboard, Panel, Query } from '../model.ts';
import { label, metric } from '../names.ts';
import { panels } from '../panels/index.ts';
import { ofService, servedAnyRoute } from '../promql.ts';
import { lintDashboard, lintPanel } from './dashboard-rules.ts';

test.each(dashboards)('$title breaks no rule', (dashboard) => {
  expect(lintDashboard(dashboard)).toEqual([]);
});

test('every panel is on a dashboard, and no id or uid is used twice', () => {
  const placed = new Set(dashboards.flatMap((d) => d.rows.flatMap((r) => r.panels.map((p) => p.panel.id))));
  expect(panels.map((p) => p.id).filter((id) => !placed.has(id))).toEqual([]);
  expect(new Set(panels.map((p) => p.id)).size).toBe(panels.length);
  expect(new Set(dashboards.map((d) => d.uid)).size).toBe(dashboards.length);
});

describe('a panel that breaks a rule on purpose is named', () => {
  const good = openTelemetryApm.rows[0]?.panels.find((p) => p.panel.id === 'apm-rate-by-route')?.panel as Panel;
  const query = good.queries[0] as Query;
  const asking = (expr: string, more: Partial<Query> = {}): Panel => ({
    ...good,
    queries: [{ ...query, expr, ...more }],
  });
  const selector = servedAnyRoute;
  const broken: [string, Panel, string][] = [
    ['sums first', asking(`rate(sum(${metric.calls}{${selector}})[1m:1s])`), 'rate before sum'],
    ['extrapolates', asking(`sum(increase(${metric.calls}{${selector}}[$interval]))`), 'no increase()'],
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
        'is cut off at 1280×800: ends at 24 of 18',
        'is too narrow to read at 1280×800: 3 columns of at least 6',
      ]),
    );
  });
});
