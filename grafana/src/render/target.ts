import * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as loki from '@grafana/grafana-foundation-sdk/loki';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as tempo from '@grafana/grafana-foundation-sdk/tempo';
import type { Panel, Query } from '../model.ts';

const frames = new Set(['table', 'nodegraph']);

/** Log lines of a panel at most. */
const mostLines = 200;

/** A query in the format of Grafana's data source plugins. */
export function target(query: Query, panel: Panel): cog.Builder<cog.Dataquery> {
  const source = { type: query.datasource, uid: query.datasource };
  if (query.datasource === 'prometheus') {
    const builder = new prometheus.DataqueryBuilder()
      .refId(query.refId)
      .datasource(source)
      .editorMode(prometheus.QueryEditorMode.Code)
      .expr(query.expr)
      .legendFormat(query.legend)
      .format(format(panel));
    if (query.instant) builder.instant();
    else builder.range();
    if (query.exemplar) builder.exemplar(true);
    if (query.minStep) builder.interval(query.minStep);
    return builder;
  }
  if (query.datasource === 'tempo') {
    const builder = new tempo.DataqueryBuilder()
      .refId(query.refId)
      .datasource(source)
      .queryType('traceql')
      .query(query.expr)
      .filters([]);
    const isMetric = query.expr.includes('|');
    if (isMetric)
      builder.metricsQueryType(query.instant ? tempo.MetricsQueryType.Instant : tempo.MetricsQueryType.Range);
    else builder.tableType(tempo.SearchTableType.Traces).limit(20);
    if (query.minStep) builder.step(query.minStep);
    return builder;
  }
  if (query.datasource === 'loki') {
    const builder = new loki.DataqueryBuilder()
      .refId(query.refId)
      .datasource(source)
      .editorMode(loki.QueryEditorMode.Code)
      .expr(query.expr)
      .queryType(query.instant ? 'instant' : 'range');
    if (panel.kind === 'logs') builder.maxLines(mostLines).direction(loki.LokiQueryDirection.Backward);
    else builder.legendFormat(query.legend);
    return builder;
  }
  // The SDK has no type for Jaeger's queries.
  const search = { refId: query.refId, datasource: source, queryType: 'search', service: query.expr, limit: 20 };
  return { build: () => search as unknown as cog.Dataquery };
}

function format(panel: Panel): prometheus.PromQueryFormat {
  if (frames.has(panel.kind)) return prometheus.PromQueryFormat.Table;
  return panel.kind === 'heatmap' ? prometheus.PromQueryFormat.Heatmap : prometheus.PromQueryFormat.TimeSeries;
}
