/**
 * A path to Grafana's Explore with one query in it. `${…}` in the query stays a variable; everything else is encoded,
 * because a data link is put into the address as it stands.
 */
export function exploreLink(datasource: string, query: Readonly<Record<string, unknown>>): string {
  const pane = {
    datasource,
    queries: [{ refId: 'A', datasource: { type: datasource, uid: datasource }, ...query }],
    range: { from: '${__from}', to: '${__to}' },
  };
  const panes = encodeURIComponent(JSON.stringify({ t: pane })).replaceAll(/%24%7B(\w+)%7D/g, '${$1}');
  return `/explore?schemaVersion=1&orgId=1&panes=${panes}`;
}
