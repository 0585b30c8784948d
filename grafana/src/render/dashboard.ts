import * as sdk from '@grafana/grafana-foundation-sdk/dashboard';
import { isEverywhere, linkedFrom, listOfAll } from '../linked.ts';
import type { Annotation, Dashboard, LabelVariable, ListVariable } from '../model.ts';
import { datasource, renderPanel } from './panel.ts';

/** A tag of all dashboards of the lab. */
const tag = 'span-metrics-lab';

/** Choices of the refresh beside the default, which is slow enough for two busy cores. */
const refreshIntervals = ['5s', '10s', '30s', '1m', '5m'];

/** Grafana 12's classic schema; the SDK would write the version that it was made for. */
const schemaVersion = 42;

/** A dashboard as Grafana's file provisioning reads it, with links to the others. */
export function renderDashboard(dashboard: Dashboard, every: readonly Dashboard[]): string {
  const builder = new sdk.DashboardBuilder(dashboard.title)
    .uid(dashboard.uid)
    .description(`${dashboard.answers} ${dashboard.reading}`)
    .tags(isEverywhere(dashboard) ? [tag] : [tag, dashboard.uid])
    .editable()
    .tooltip(sdk.DashboardCursorSync.Crosshair)
    .timezone('browser')
    .time({ from: dashboard.from, to: 'now' })
    .refresh(dashboard.refresh)
    .version(1)
    .timepicker(new sdk.TimePickerBuilder().refreshIntervals(refreshIntervals))
    .links([...linkedFrom(dashboard, every).map(linkTo), linkToAll])
    .variables(dashboard.variables.map((v) => (v.kind === 'label' ? labelVariable(v) : listVariable(v))))
    .annotations(dashboard.annotations.map(annotation));
  dashboard.rows.forEach((row, i) => {
    if (i > 0) builder.withRow(new sdk.RowBuilder(row.title).id(row.id).gridPos({ x: 0, y: row.y, w: 24, h: 1 }));
    for (const placed of row.panels) builder.withPanel(renderPanel(placed));
  });
  return `${JSON.stringify({ ...builder.build(), schemaVersion }, null, 2)}\n`;
}

function linkTo(other: Dashboard) {
  const builder = new sdk.DashboardLinkBuilder(other.short).tooltip(other.answers);
  if (isEverywhere(other))
    return link(builder.type(sdk.DashboardLinkType.Link).icon('dashboard').url(`/d/${other.uid}`));
  return link(builder.type(sdk.DashboardLinkType.Dashboards).tags([other.uid]));
}

const linkToAll = link(
  new sdk.DashboardLinkBuilder(listOfAll)
    .tooltip('Every dashboard of this lab')
    .type(sdk.DashboardLinkType.Dashboards)
    .tags([tag])
    .asDropdown(true),
);

/** In the row above the panels. The SDK's default, `placement: inControlsMenu`, hides links behind a button without a name. */
function link(builder: sdk.DashboardLinkBuilder): { build: () => sdk.DashboardLink } {
  const { placement: _, ...shown } = builder.includeVars(true).keepTime(true).build();
  return { build: () => shown };
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
  // hidden are only their switches, which would need a row of their own
  const base = { name: a.name, enable: true, hide: true, iconColor: a.colour };
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
