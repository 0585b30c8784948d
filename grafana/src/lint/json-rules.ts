type Field = { defaults: { displayName?: string }; overrides: { properties: { id: string }[] }[] };
type Panel = {
  title: string;
  type: string;
  datasource?: { uid: string };
  targets?: { datasource: { uid: string } }[];
  transformations?: { id: string; options: { alias?: string } }[];
  fieldConfig: Field;
  options: {
    graphMode?: string;
    exemplars?: { color: string };
    nodes?: { mainStatUnit?: string; arcs?: { field?: string; color?: string }[] };
    edges?: { mainStatUnit?: string };
  };
};

/** A dashboard as Grafana reads it, as far as its rules look. */
export type DashboardJson = {
  links: { title: string; placement?: string }[];
  annotations: { list: { name: string; hide?: boolean; iconColor: string }[] };
  panels: Panel[];
};

/** The rules that a rendered dashboard breaks: what is wrong in Grafana although the panel's definition is right. */
export function lintJson({ links, annotations, panels }: DashboardJson): string[] {
  const findings: string[] = [];
  const say = (broken: boolean, what: string) => void (broken && findings.push(what));
  for (const { title, placement } of links) say(placement !== undefined, `the link ${title} is hidden: ${placement}`);
  for (const { name, hide } of annotations.list) say(!hide, `the switch of ${name} takes a row`);
  for (const panel of panels.filter((p) => p.type !== 'row')) {
    const uids = [...new Set((panel.targets ?? []).map((t) => t.datasource.uid))];
    const own = uids.length > 1 ? '-- Mixed --' : uids[0];
    say(panel.datasource?.uid !== own, `${panel.title}: queries ${uids.join(', ')} need the data source ${own}`);
    say(panel.type === 'stat' && panel.options.graphMode !== 'none', `${panel.title}: a line is behind the number`);
    say(panel.type === 'bargauge' && !panel.fieldConfig.defaults.displayName, `${panel.title}: one bar has no name`);
    const ids = panel.fieldConfig.overrides.map((o) => o.properties.map((property) => property.id));
    const lastName = ids.findLastIndex((of) => of.includes('displayName'));
    const firstColour = ids.findIndex((of) => of.includes('color'));
    // Grafana finds a field by the name that it has when an override's turn comes
    say(firstColour >= 0 && firstColour < lastName, `${panel.title}: colours are given before names`);
    if (panel.type === 'heatmap') {
      const { color = '' } = panel.options.exemplars ?? {};
      say(!/^#[0-9a-f]{6}[0-7][0-9a-f]$/i.test(color), `${panel.title}: exemplars hide the heatmap`);
      const same = annotations.list.find((a) => color.startsWith(a.iconColor) && a.name === 'Not reachable');
      say(same !== undefined, `${panel.title}: exemplars have the colour of ${same?.name}`);
    }
    if (panel.type === 'nodeGraph') findings.push(...lintNodegraph(panel));
  }
  return findings;
}

/** Grafana's names of what a node shows; all must be fields, and the shares must have colours. */
function lintNodegraph({ title, transformations = [], options: { nodes, edges } }: Panel): string[] {
  const made = transformations.filter((t) => t.id === 'calculateField').map((t) => t.options.alias);
  const shares = ['arc__success', 'arc__failed'];
  const missing = ['mainstat', 'secondarystat', ...shares].filter((name) => !made.includes(name));
  const grey = shares.filter((name) => !nodes?.arcs?.some((arc) => arc.field === name && arc.color));
  return [
    ...missing.map((name) => `${title}: no field ${name}`),
    ...grey.map((name) => `${title}: ${name} has no colour`),
    ...(nodes?.mainStatUnit && edges?.mainStatUnit ? [] : [`${title}: numbers have no unit`]),
  ];
}
