import * as sdk from '@grafana/grafana-foundation-sdk/dashboard';
import type { Annotation, Dashboard, LabelVariable, ListVariable } from '../model.ts';
import { datasource, renderPanel } from './panel.ts';

/** A tag of all dashboards of the lab. Each links to all that have it, so one that is not mounted is not listed. */
export const tag = 'span-metrics-lab';

/** Grafana 12's classic schema; the SDK would write the version that it was made for. */
const schemaVersion = 42;

/** A dashboard as Grafana's file provisioning reads it. */
export function renderDashboard(dashboard: Dashboard): string {
  const builder = new sdk.DashboardBuilder(dashboard.title)
    .uid(dashboard.uid)
    .description(`${dashboard.answers} ${dashboard.reading}`)
    .tags([tag])
    .editable()
    .tooltip(sdk.DashboardCursorSync.Crosshair)
    .timezone('browser')
    .time({ from: dashboard.from, to: 'now' })
    .refresh(dashboard.refresh)
    .version(1)
    .links([
      new sdk.DashboardLinkBuilder('Dashboards of the lab')
        .type(sdk.DashboardLinkType.Dashboards)
        .tags([tag])
        .asDropdown(false)
        .includeVars(true)
        .keepTime(true),
    ])
    .variables(dashboard.variables.map((v) => (v.kind === 'label' ? labelVariable(v) : listVariable(v))))
    .annotations(dashboard.annotations.map(annotation));
  dashboard.rows.forEach((row, i) => {
    if (i > 0) builder.withRow(new sdk.RowBuilder(row.title).id(row.id).gridPos({ x: 0, y: row.y, w: 24, h: 1 }));
    for (const placed of row.panels) builder.withPanel(renderPanel(placed));
  });
  return `${JSON.stringify({ ...builder.build(), schemaVersion }, null, 2)}\n`;
}

function labelVariable(v: LabelVariable) {
  const query = `label_values(${v.selector}, ${v.values})`;
  const builder = new sdk.QueryVariableBuilder(v.name)
    .label(v.label)
    .datasource(datasource('prometheus'))
    .query({ query, refId: `variable-${v.name}` })
    .definition(query)
    .refresh(sdk.VariableRefresh.OnTimeRangeChanged)
    .sort(sdk.VariableSort.AlphabeticalAsc)
    .multi(v.multi)
    .includeAll(v.multi)
    .current(
      v.initial === '$__all'
        ? { selected: true, text: ['All'], value: ['$__all'] }
        : { selected: true, text: v.initial, value: v.initial },
    );
  return v.multi ? builder.allValue('.+') : builder;
}

function listVariable(v: ListVariable) {
  const [first] = v.options;
  return new sdk.CustomVariableBuilder(v.name)
    .label(v.label)
    .values(v.options.map((o) => (o.text === o.value ? o.value : `${o.text} : ${o.value}`)).join(','))
    .options(v.options.map((o, i) => ({ selected: i === 0, text: o.text, value: o.value })))
    .current({ selected: true, text: first?.text ?? '', value: first?.value ?? '' });
}

function annotation(a: Annotation) {
  const base = { name: a.name, enable: true, iconColor: a.colour };
  const query =
    'tags' in a
      ? {
          ...base,
          datasource: { type: 'grafana', uid: '-- Grafana --' },
          target: { limit: 100, matchAny: false, tags: [...a.tags], type: 'tags' },
        }
      : {
          ...base,
          datasource: datasource('prometheus'),
          expr: a.query.expr,
          step: a.step,
          titleFormat: a.title,
          textFormat: a.tells,
        };
  return { build: () => query as unknown as sdk.AnnotationQuery };
}
