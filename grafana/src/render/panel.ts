import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as nodegraph from '@grafana/grafana-foundation-sdk/nodegraph';
import * as piechart from '@grafana/grafana-foundation-sdk/piechart';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Kind, Link, Panel, Placed } from '../model.ts';
import { colours, levels } from '../palette.ts';
import { pointsPerLine } from '../resolve.ts';
import { nodegraphTransformations, overrides, tableTransformations } from './fields.ts';
import { target } from './target.ts';

/** The methods that all panel builders of the SDK have; the SDK has no common type for them. */
type AnyBuilder = timeseries.PanelBuilder;

const legend = () =>
  new common.VizLegendOptionsBuilder()
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .showLegend(true);

const reduced = ({ reduce }: Panel) =>
  new common.ReduceDataOptionsBuilder().calcs([reduce === 'sum' ? 'sum' : 'lastNotNull']).values(false);

const builders: Record<Kind, (panel: Panel) => AnyBuilder> = {
  timeseries: (panel) => {
    const builder = new timeseries.PanelBuilder()
      .legend(legend())
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
      .graphMode(panel.queries.some((q) => !q.instant) ? common.BigValueGraphMode.Area : common.BigValueGraphMode.None)
      .textMode(
        panel.queries.length > 1 || panel.queries.some((q) => q.legend.includes('{{'))
          ? common.BigValueTextMode.ValueAndName
          : common.BigValueTextMode.Value,
      ) as unknown as AnyBuilder,
  bargauge: (panel) =>
    new bargauge.PanelBuilder()
      .reduceOptions(reduced(panel))
      .orientation(common.VizOrientation.Horizontal)
      .displayMode(common.BarGaugeDisplayMode.Basic)
      .showUnfilled(true) as unknown as AnyBuilder,
  piechart: (panel) =>
    new piechart.PanelBuilder()
      .pieType(piechart.PieChartType.Donut)
      .reduceOptions(reduced(panel))
      .displayLabels([piechart.PieChartLabels.Percent])
      .legend(
        new piechart.PieChartLegendOptionsBuilder()
          .displayMode(common.LegendDisplayMode.Table)
          .placement(common.LegendPlacement.Right)
          .showLegend(true)
          .values([piechart.PieChartLegendValues.Value]),
      ) as unknown as AnyBuilder,
  table: (panel) => {
    const builder = new table.PanelBuilder().showHeader(true).filterable(true);
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
      .exemplarsColor(colours.vermillion)
      .showLegend() as unknown as AnyBuilder,
  nodegraph: (panel) =>
    new nodegraph.PanelBuilder()
      .nodes(new nodegraph.NodeOptionsBuilder().mainStatUnit(panel.unit))
      .edges(new nodegraph.EdgeOptionsBuilder().mainStatUnit(panel.unit)) as unknown as AnyBuilder,
};

/** A panel's box on a dashboard. */
export function renderPanel({ id, panel, x, y, w, h }: Placed): AnyBuilder {
  const builder = builders[panel.kind](panel)
    .id(id)
    .title(panel.title)
    .description(`${panel.tells}\n\n**When it looks bad:** ${panel.looksBad}`)
    .gridPos({ x, y, w, h })
    .datasource(datasource(panel.queries[0]?.datasource ?? 'prometheus'))
    .targets(panel.queries.map((q) => target(q, panel)))
    .thresholds(thresholds(panel));
  if (panel.kind !== 'heatmap') builder.unit(panel.unit);
  if (panel.kind !== 'heatmap' && panel.kind !== 'nodegraph') builder.colorScheme(colour(panel));
  if (panel.min !== undefined) builder.min(panel.min);
  if (panel.max !== undefined) builder.max(panel.max);
  if (panel.queries.some((q) => !q.instant)) builder.maxDataPoints(panel.points ?? pointsPerLine);
  if (panel.timeFrom) builder.timeFrom(panel.timeFrom);
  if (panel.kind === 'stat' || panel.kind === 'bargauge') builder.noValue('none');
  for (const o of overrides(panel)) builder.withOverride(o);
  if (panel.kind === 'table' && panel.table) builder.transformations(tableTransformations(panel, panel.table));
  if (panel.kind === 'nodegraph') builder.transformations(nodegraphTransformations());
  if (panel.links && panel.kind !== 'nodegraph' && panel.kind !== 'table') builder.dataLinks(panel.links.map(dataLink));
  return builder;
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
