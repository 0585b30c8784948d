/**
 * A path to Grafana's Explore with one query in it. `${…}` in the query stays a variable, which Grafana encodes; everything
 * else is encoded here, because a data link is put into the address unchanged. A name with a quote or a backslash ends
 * the query too early: Grafana has no format that escapes for JSON.
 */
export function exploreLink(datasource: string, query: Readonly<Record<string, unknown>>): string {
  const pane = {
    datasource,
    queries: [{ refId: 'A', datasource: { type: datasource, uid: datasource }, ...query }],
    range: { from: '${__from}', to: '${__to}' },
  };
  const panes = encodeURIComponent(JSON.stringify({ t: pane })).replaceAll(
    /%24%7B(\w+)%7D/g,
    (_, name: string) => `\${${name}${name.startsWith('__') ? '' : ':percentencode'}}`,
  );
  return `/explore?schemaVersion=1&orgId=1&panes=${panes}`;
}

/** A path to the dashboard OpenTelemetry APM with these variables set, in the time that is shown. Grafana encodes the values. */
export function apmLink(variables: Readonly<Record<string, string>>): string {
  const set = Object.entries(variables).map(([name, value]) => `var-${name}=\${${value}:percentencode}`);
  return `/d/opentelemetry-apm?${[...set, '${__url_time_range}'].join('&')}`;
}
