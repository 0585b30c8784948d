import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import * as nodegraph from '@grafana/grafana-foundation-sdk/nodegraph';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Kind, LegendColumn, Link, Panel, Placed } from '../model.ts';
import { colours, faint, levels } from '../palette.ts';
import { pointsPerLine } from '../resolve.ts';
import { barHeight } from './bars.ts';
import { displayName, overrides, rowTransformations, sortedRows, tableTransformations } from './fields.ts';
import { arcs, nodegraphTransformations, statUnits } from './nodegraph.ts';
import { target } from './target.ts';

/** The methods that all panel builders of the SDK have; the SDK has no common type for them. */
type AnyBuilder = timeseries.PanelBuilder;

/** Of each column of a legend: Grafana's reducer, and the title by which it sorts. */
const columns: Record<LegendColumn, { calc: string; title: string }> = {
  last: { calc: 'lastNotNull', title: 'Last *' },
  mean: { calc: 'mean', title: 'Mean' },
  max: { calc: 'max', title: 'Max' },
};

function legend({ legend: wanted }: Panel) {
  const builder = new common.VizLegendOptionsBuilder().showLegend(true);
  if (wanted?.as !== 'table')
    return builder.displayMode(common.LegendDisplayMode.List).placement(common.LegendPlacement.Bottom);
  return builder
    .displayMode(common.LegendDisplayMode.Table)
    .placement(common.LegendPlacement.Right)
    .calcs(wanted.columns.map((column) => columns[column].calc))
    .sortBy(columns[wanted.columns.at(-1)!].title)
    .sortDesc(true);
}

const reduced = (panel: Panel) => {
  const builder = new common.ReduceDataOptionsBuilder().values(sortedRows(panel));
  if (sortedRows(panel)) return builder.calcs([]).fields('/^Total$/').limit(mostBars);
  return builder.calcs([panel.reduce === 'sum' ? 'sum' : 'lastNotNull']);
};

const mostBars = 25;

const builders: Record<Kind, (panel: Panel) => AnyBuilder> = {
  timeseries: (panel) => {
    const builder = new timeseries.PanelBuilder()
      .legend(legend(panel))
      .tooltip(
        new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
      )
      .lineWidth(2)
      .fillOpacity(panel.stacked ? 40 : 0)
      .showPoints(common.VisibilityMode.Never)
      .spanNulls(false);
    if (panel.stacked) builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
    if (panel.thresholds)
      builder.thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
      );
    return builder;
  },
  stat: (panel) =>
    new stat.PanelBuilder()
      .reduceOptions(reduced(panel))
      .colorMode(common.BigValueColorMode.Value)
      .graphMode(common.BigValueGraphMode.None) // a line would be behind the number, in its colour
      .textMode(
        panel.queries.length > 1 || panel.queries.some((q) => q.legend.includes('{{'))
          ? common.BigValueTextMode.ValueAndName
          : common.BigValueTextMode.Value,
      ) as unknown as AnyBuilder,
  bargauge: (panel) => {
    const { least, most } = barHeight[panel.namesAbove ? 'above' : 'beside'];
    const [first] = panel.queries;
    return (
      new bargauge.PanelBuilder()
        .reduceOptions(reduced(panel))
        .orientation(common.VizOrientation.Horizontal)
        .displayMode(common.BarGaugeDisplayMode.Basic)
        .namePlacement(panel.namesAbove ? common.BarGaugeNamePlacement.Top : common.BarGaugeNamePlacement.Left)
        .sizing(common.BarGaugeSizing.Manual)
        .minVizHeight(least)
        .maxVizHeight(most)
        // without a default, a single bar has no name
        .displayName(sortedRows(panel) ? '${__data.fields.Field}' : displayName(first!.legend))
        .showUnfilled(true) as unknown as AnyBuilder
    );
  },
  table: (panel) => {
    const builder = new table.PanelBuilder().showHeader(true);
    const sorted = panel.queries.find((q) => q.refId === panel.table?.sortBy);
    if (sorted) builder.sortBy([new common.TableSortByFieldStateBuilder().displayName(sorted.legend).desc(true)]);
    return builder as unknown as AnyBuilder;
  },
  heatmap: (panel) =>
    new heatmap.PanelBuilder()
      .calculate(false)
      .color(
        new heatmap.HeatmapColorOptionsBuilder()
          .mode(heatmap.HeatmapColorMode.Scheme)
          .scheme('Viridis')
          .fill(colours.blue)
          .steps(64),
      )
      .yAxis(new heatmap.YAxisConfigBuilder().unit(panel.unit))
      .cellValues(new heatmap.CellValuesBuilder().unit('reqps'))
      .exemplarsColor(faint('pink'))
      .showLegend() as unknown as AnyBuilder,
  logs: () =>
    new logs.PanelBuilder()
      .showTime(true)
      .wrapLogMessage(true)
      .enableLogDetails(true)
      .sortOrder(common.LogsSortOrder.Descending)
      .dedupStrategy(common.LogsDedupStrategy.None) as unknown as AnyBuilder,
  nodegraph: () =>
    new nodegraph.PanelBuilder()
      .nodes(
        new nodegraph.NodeOptionsBuilder()
          .mainStatUnit(statUnits.main)
          .secondaryStatUnit(statUnits.secondary)
          .arcs(arcs.map(({ field, color }) => new nodegraph.ArcOptionBuilder().field(field).color(color))),
      )
      .edges(
        new nodegraph.EdgeOptionsBuilder().mainStatUnit(statUnits.main).secondaryStatUnit(statUnits.secondary),
      ) as unknown as AnyBuilder,
};

/** A panel's box on a dashboard. */
export function renderPanel({ id, panel, x, y, w, h }: Placed): AnyBuilder {
  const builder = builders[panel.kind](panel)
    .id(id)
    .title(panel.title)
    .description(`${panel.tells}\n\n**When it looks bad:** ${panel.looksBad}`)
    .gridPos({ x, y, w, h })
    .datasource(datasourceOf(panel))
    .targets(panel.queries.map((q) => target(q, panel)))
    .thresholds(thresholds(panel));
  if (panel.kind !== 'heatmap') builder.unit(panel.unit);
  if (panel.kind !== 'heatmap' && panel.kind !== 'nodegraph' && panel.kind !== 'logs')
    builder.colorScheme(colour(panel));
  if (panel.min !== undefined) builder.min(panel.min);
  if (panel.max !== undefined) builder.max(panel.max);
  if (panel.softMax !== undefined) builder.axisSoftMax(panel.softMax);
  if (panel.words) builder.mappings([mapping(panel.words)]);
  if (panel.kind !== 'logs' && panel.queries.some((q) => !q.instant))
    builder.maxDataPoints(panel.points ?? pointsPerLine);
  if (panel.timeFrom) builder.timeFrom(panel.timeFrom);
  if (panel.kind === 'stat' || panel.kind === 'bargauge') builder.noValue('none');
  for (const o of overrides(panel)) builder.withOverride(o);
  if (panel.kind === 'table' && panel.table) builder.transformations(tableTransformations(panel, panel.table));
  if (panel.kind === 'nodegraph') builder.transformations(nodegraphTransformations(panel));
  if (sortedRows(panel)) builder.transformations(rowTransformations());
  if (panel.links && panel.kind !== 'nodegraph' && panel.kind !== 'table') builder.dataLinks(panel.links.map(dataLink));
  return builder;
}

/** Grafana gives all queries of a panel its data source, unless that is Mixed. */
function datasourceOf({ queries }: Panel) {
  const [first, ...others] = new Set(queries.map((q) => q.datasource));
  return others.length > 0 ? { type: 'datasource', uid: '-- Mixed --' } : datasource(first ?? 'prometheus');
}

function mapping(words: NonNullable<Panel['words']>): dashboard.ValueMapping {
  const options = Object.entries(words).map(([value, text], index) => [value, { text, index }]);
  return { type: dashboard.MappingType.ValueToText, options: Object.fromEntries(options) };
}

export const datasource = (name: string) => ({ type: name, uid: name });

const dataLink = ({ title, url }: Link) => new dashboard.DashboardLinkBuilder(title).url(url);

/** One line of a series has the first colour; names that the palette knows get theirs by an override. */
function colour(panel: Panel) {
  const builder = new dashboard.FieldColorBuilder();
  if (panel.thresholds && (panel.kind === 'stat' || panel.kind === 'bargauge'))
    return builder.mode(dashboard.FieldColorModeId.Thresholds);
  if (panel.kind === 'stat' || panel.kind === 'bargauge' || panel.kind === 'table')
    return builder.mode(dashboard.FieldColorModeId.Fixed).fixedColor(colours.blue);
  return builder.mode(dashboard.FieldColorModeId.PaletteClassicByName);
}

function thresholds(panel: Panel) {
  const steps = (panel.thresholds ?? []).map(({ from, level }, i) => ({
    value: i === 0 ? null : from,
    color: levels[level],
  }));
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(steps.length > 0 ? steps : [{ value: null, color: levels.good }]);
}
