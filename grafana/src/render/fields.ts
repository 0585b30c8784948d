import type {
  DataTransformerConfig,
  DynamicConfigValue,
  MatcherConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Panel, Query } from '../model.ts';
import { label } from '../names.ts';
import { colours, quantiles, sequence, series, statusClasses, type Colour } from '../palette.ts';

const dashes: DynamicConfigValue = { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 6] } };

type Override = { matcher: MatcherConfig; properties: DynamicConfigValue[] };

const fixed = (colour: Colour): DynamicConfigValue => ({
  id: 'color',
  value: { mode: 'fixed', fixedColor: colours[colour] },
});
const byName = (name: string, properties: DynamicConfigValue[]): Override => ({
  matcher: { id: 'byName', options: name },
  properties,
});
const byRegexp = (pattern: string, properties: DynamicConfigValue[]): Override => ({
  matcher: { id: 'byRegexp', options: `/${pattern}/` },
  properties,
});

/** Colours, units, dashes and links of single fields. */
export function overrides(panel: Panel): Override[] {
  if (panel.kind === 'table') return panel.table ? tableOverrides(panel) : [];
  if (panel.kind === 'nodegraph') return [byName('id', linkProperty(panel))];
  if (panel.kind === 'heatmap') return [];
  return [...legendColours(panel), ...panel.queries.flatMap((q) => queryOverrides(q))];
}

function legendColours(panel: Panel): Override[] {
  if (panel.thresholds && panel.kind !== 'timeseries') return [];
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

function queryOverrides(query: Query): Override[] {
  const properties: DynamicConfigValue[] = [];
  // Tempo has no legend format; without this its series are called {p="0.95"}.
  if (query.datasource === 'tempo' && !query.legend.includes('{{'))
    properties.push({ id: 'displayName', value: query.legend });
  if (query.dashed) properties.push(dashes);
  if (query.unit) properties.push({ id: 'unit', value: query.unit });
  if (query.links) properties.push({ id: 'links', value: query.links });
  return properties.length > 0 ? [{ matcher: { id: 'byFrameRefID', options: query.refId }, properties }] : [];
}

function tableOverrides(panel: Panel): Override[] {
  const first = Object.values(panel.table?.labels ?? {})[0];
  const columns = panel.queries.map((q) => {
    const unit = q.unit ?? panel.unit;
    const properties: DynamicConfigValue[] = [{ id: 'unit', value: unit }];
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

const linkProperty = (panel: Panel): DynamicConfigValue[] => [{ id: 'links', value: panel.links ?? [] }];

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

/** The node graph finds its two frames by refId and its number by the name `mainstat`. */
export function nodegraphTransformations(): DataTransformerConfig[] {
  return [
    {
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        renameByName: { 'Value #nodes': 'mainstat', 'Value #edges': 'mainstat', Value: 'mainstat' },
      },
    },
  ];
}
