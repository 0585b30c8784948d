import { expect, test } from 'vitest';
import { compareStores } from '../dashboards/compare-stores.ts';
import { dashboards } from '../dashboards/index.ts';
import { openTelemetryApm } from '../dashboards/opentelemetry-apm.ts';
import type { Dashboard } from '../model.ts';
import { renderDashboard } from '../render/dashboard.ts';
import { type DashboardJson, lintJson } from './json-rules.ts';

const rendered = (dashboard: Dashboard) => JSON.parse(renderDashboard(dashboard, dashboards)) as DashboardJson;

test.each(dashboards)('$title, as Grafana reads it, breaks no rule', (dashboard) => {
  expect(lintJson(rendered(dashboard))).toEqual([]);
});

test.each<[string, Dashboard, (json: DashboardJson) => void, string]>([
  [
    'a hidden link',
    openTelemetryApm,
    (d) => (d.links[0]!.placement = 'inControlsMenu'),
    'the link Performance is hidden',
  ],
  ['a switch', openTelemetryApm, (d) => (d.annotations.list[0]!.hide = false), 'takes a row'],
  [
    'two data sources in a panel of one',
    compareStores,
    (d) => (panelOf(d, 'timeseries').datasource = { uid: 'prometheus' }),
    'queries prometheus, tempo need the data source -- Mixed --',
  ],
  [
    'a line behind a number',
    openTelemetryApm,
    (d) => (panelOf(d, 'stat').options.graphMode = 'area'),
    'a line is behind',
  ],
  [
    'a bar without a name',
    compareStores,
    (d) => (panelOf(d, 'bargauge').fieldConfig.defaults.displayName = ''),
    'one bar has no name',
  ],
  [
    'colours by names that come later',
    openTelemetryApm,
    (d) => panelOf(d, 'bargauge').fieldConfig.overrides.reverse(),
    'colours are given before names',
  ],
  [
    'exemplars that cover',
    openTelemetryApm,
    (d) => (panelOf(d, 'heatmap').options.exemplars!.color = '#CC79A7'),
    'exemplars hide the heatmap',
  ],
  [
    'exemplars in the colour of an outage',
    openTelemetryApm,
    (d) => (panelOf(d, 'heatmap').options.exemplars!.color = '#D55E0066'),
    'the colour of Not reachable',
  ],
  [
    'grey circles',
    openTelemetryApm,
    (d) => (panelOf(d, 'nodeGraph').options.nodes!.arcs = []),
    'arc__failed has no colour',
  ],
  [
    'nodes without fields',
    openTelemetryApm,
    (d) => (panelOf(d, 'nodeGraph').transformations = []),
    'no field mainstat',
  ],
  [
    'edges without a unit',
    openTelemetryApm,
    (d) => (panelOf(d, 'nodeGraph').options.edges!.mainStatUnit = ''),
    'numbers have no unit',
  ],
])('%s is named', (_, dashboard, breakIt, finding) => {
  const json = rendered(dashboard);
  breakIt(json);
  expect(lintJson(json).join('\n')).toContain(finding);
});

function panelOf({ panels }: DashboardJson, type: string): DashboardJson['panels'][number] {
  return panels.find((panel) => panel.type === type)!;
}
