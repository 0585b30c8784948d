import type { Capability, Dashboard, Panel, Stack } from './model.ts';

const stackNames: Record<Stack, string> = { tempo: 'Tempo', jaeger: 'Jaeger', both: 'both' };

/** docs/dashboards.md: the question that each dashboard answers, and how to read each panel. */
export function renderDocs(dashboards: readonly Dashboard[]): string {
  const panels = new Set(dashboards.flatMap((d) => d.rows.flatMap((r) => r.panels.map((p) => p.panel.id))));
  return [
    '# Dashboards',
    '',
    '<!-- Written by `npm run dashboards` from grafana/src/panels; do not edit. -->',
    '',
    `${dashboards.length} dashboards, ${panels.size} panels. The definitions are in \`grafana/src/\`; Grafana, the console and \`lab check\``,
    'use the same ones. How Grafana is provisioned: [grafana/README.md](../grafana/README.md).',
    '',
    '| dashboard | answers | stacks |',
    '|---|---|---|',
    ...dashboards.map((d) => `| [${d.title}](#${anchor(d.title)}) | ${d.answers} | ${stacks(d)} |`),
    '',
    'Rates cover 16 s, or one step and 4 s if that is more; "Rate over" has other windows, and "raw", which is one step',
    '([why](adr/044-rates-over-16-s.md)). Quantiles are within 5 %, totals exact ([how](adr/043-native-histograms-and-exact-totals.md)). Colours are those of Okabe',
    'and Ito; red is never contrasted with green. The first row of each dashboard is its first screen at 1366×768 with',
    'Grafana’s menu open. Vertical lines mark restarts, outages and what the lab tool did; they have no switches.',
    ...dashboards.flatMap(section),
    '',
  ].join('\n');
}

function section(dashboard: Dashboard): string[] {
  return [
    '',
    `## ${dashboard.title}`,
    '',
    `**${dashboard.answers}** ${dashboard.reading}`,
    ...dashboard.rows.flatMap((row) => [
      '',
      `### ${row.title}`,
      '',
      '| panel | shows | when it looks bad |',
      '|---|---|---|',
      ...row.panels.map(
        ({ panel }) => `| ${panel.title}${only(panel, dashboard)} | ${panel.tells} | ${panel.looksBad} |`,
      ),
    ]),
  ];
}

const stacks = ({ stacks, capability }: { stacks: readonly Stack[]; capability?: Capability }) =>
  (stacks.length === 3 ? 'all' : stacks.map((s) => stackNames[s]).join(', ')) +
  (capability ? `, \`--with ${capability}\`` : '');

/** Only for a panel that some of its dashboard's stacks lack. */
const only = (panel: Panel, dashboard: Dashboard): string =>
  dashboard.stacks.every((stack) => panel.stacks.includes(stack)) ? '' : ` (${stacks(panel)})`;

const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
