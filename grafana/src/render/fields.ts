import type {
  DataTransformerConfig,
  DynamicConfigValue,
  MatcherConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Panel, Query } from '../model.ts';
import { label } from '../names.ts';
import { nodegraphOverrides } from './nodegraph.ts';
import { colours, quantiles, sequence, series, statusClasses, type Colour } from '../palette.ts';

const dashes: DynamicConfigValue = { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 6] } };

export type Override = { matcher: MatcherConfig; properties: DynamicConfigValue[] };

export const fixed = (colour: Colour): DynamicConfigValue => ({
  id: 'color',
  value: { mode: 'fixed', fixedColor: colours[colour] },
});
export const byName = (name: string, properties: DynamicConfigValue[]): Override => ({
  matcher: { id: 'byName', options: name },
  properties,
});
const byRegexp = (pattern: string, properties: DynamicConfigValue[]): Override => ({
  matcher: { id: 'byRegexp', options: `/${pattern}/` },
  properties,
});

/** Colours, units, dashes and links of single fields. */
export function overrides(panel: Panel): Override[] {
  if (panel.kind === 'table') return panel.table ? tableOverrides(panel) : traceOverrides();
  if (panel.kind === 'nodegraph') return nodegraphOverrides(panel);
  if (panel.kind === 'heatmap' || panel.kind === 'logs') return [];
  // names first: colours are found by them
  return [...panel.queries.flatMap((q) => queryOverrides(q, nameOf(q, panel))), ...legendColours(panel)];
}

/**
 * The name of a series where its legend is not one already: Tempo has no legend format (its series would be called
 * {p="0.95"}), and bars and tiles have no name if there is only one.
 */
function nameOf(query: Query, panel: Panel): string | undefined {
  if (panel.kind === 'bargauge') return sortedRows(panel) ? undefined : displayName(query.legend);
  return query.datasource === 'tempo' && !query.legend.includes('{{') ? query.legend : undefined;
}

/** A legend format as Grafana's display name. */
export function displayName(legend: string): string {
  return legend.replaceAll(/\{\{(\w+)\}\}/g, '${__field.labels.$1}');
}

/** Whether bars are made of rows that Grafana sorts, because their sums are its own. PromQL sorts its answers itself. */
export function sortedRows(panel: Panel): boolean {
  return panel.kind === 'bargauge' && panel.reduce === 'sum';
}

/** One row for each series, with its sum, the largest first. Of a series' own bar, the longest would be its largest point. */
export function rowTransformations(): DataTransformerConfig[] {
  return [
    { id: 'reduce', options: { mode: 'seriesToRows', reducers: ['sum'] } },
    { id: 'sortBy', options: { sort: [{ field: 'Total', desc: true }] } },
  ];
}

function legendColours(panel: Panel): Override[] {
  if ((panel.thresholds && panel.kind !== 'timeseries') || sortedRows(panel)) return [];
  const fixedLegends = panel.queries.filter((q) => !q.legend.includes('{{'));
  const free = panel.queries.filter((q) => q.legend.includes('{{'));
  const own = fixedLegends.map((q, i) => {
    return byName(q.legend, [fixed(quantiles[q.legend] ?? (sequence[i % sequence.length] as Colour))]);
  });
  if (panel.kind === 'bargauge' && free.some((q) => q.legend === '{{http_response_status_code}}'))
    return [...own, ...statusClasses.map((s) => byRegexp(s.pattern, [fixed(s.colour)]))];
  if (panel.kind === 'bargauge' || free.length === 0) return own;
  return [...own, ...knownNames(free)];
}

/** Colours of the names that these legends can have: a full legend, or its beginning. */
function knownNames(queries: readonly Query[]): Override[] {
  return queries.flatMap(({ legend }) => {
    const [, name, rest] = /^\{\{(\w+)\}\}(.*)$/.exec(legend) ?? [];
    return (name ? (series[name] ?? []) : []).map((s) => {
      const properties = [fixed(s.colour), ...(s.dash ? [dashes] : [])];
      return rest === '' ? byName(s.name, properties) : byRegexp(`^${s.name} `, properties);
    });
  });
}

function queryOverrides(query: Query, name: string | undefined): Override[] {
  const properties: DynamicConfigValue[] = [];
  if (name) properties.push({ id: 'displayName', value: name });
  if (query.dashed) properties.push(dashes);
  if (query.unit) properties.push({ id: 'unit', value: query.unit });
  if (query.links) properties.push({ id: 'links', value: query.links });
  return properties.length > 0 ? [{ matcher: { id: 'byFrameRefID', options: query.refId }, properties }] : [];
}

function tableOverrides(panel: Panel): Override[] {
  const first = Object.values(panel.table?.labels ?? {})[0];
  const columns = panel.queries.map((q) => {
    const unit = q.unit ?? panel.unit;
    const properties: DynamicConfigValue[] = [
      { id: 'unit', value: unit },
      { id: 'custom.width', value: numberColumn },
    ];
    if (unit === 'percentunit')
      properties.push(
        { id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic' } },
        { id: 'min', value: 0 },
        { id: 'max', value: 1 },
      );
    return byName(q.legend, properties);
  });
  const linked = panel.table?.labels[label.route] ?? first;
  return panel.links && linked ? [...columns, byName(linked, linkProperty(panel))] : columns;
}

/** Pixels of the columns whose text has a known length; names get the rest. Of trace tables, by their titles in Grafana. */
const traceColumns = { 'Trace ID': 270, 'Start time': 180, Service: 110, Duration: 110 };

/** Pixels of a column of numbers; names get the rest. Without a width, each column of Grafana 12 has at least 150. */
export const numberColumn = 100;

function traceOverrides(): Override[] {
  return Object.entries(traceColumns).map(([title, width]) => byName(title, [{ id: 'custom.width', value: width }]));
}

export const linkProperty = (panel: Panel): DynamicConfigValue[] => [{ id: 'links', value: panel.links ?? [] }];

/** Joins the queries' frames by their labels, names the columns and hides all others. */
export function tableTransformations(panel: Panel, table: NonNullable<Panel['table']>): DataTransformerConfig[] {
  const several = panel.queries.length > 1;
  const values = panel.queries.map((q): [string, string] => [several ? `Value #${q.refId}` : 'Value', q.legend]);
  const columns: [string, string][] = [...Object.entries(table.labels), ...values];
  return [
    { id: 'merge', options: {} },
    {
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries(columns.map(([name], i) => [name, i])),
        renameByName: Object.fromEntries(columns),
      },
    },
  ];
}
