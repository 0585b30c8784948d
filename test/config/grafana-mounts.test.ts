import { dirname, join, relative } from 'node:path';
import { dashboards, dashboardsFor, type Dashboard } from '@span-metrics-lab/grafana';
import { beforeAll, expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { type Capability, overlayFile } from '../../lab/src/parts/capabilities.ts';
import { stacks } from '../../lab/src/parts/parts.ts';
import { composeFile } from '../../lab/src/runtime/docker/services.ts';
import { composeConfig } from '../support/docker/compose-config.ts';
import { type ComposePlugin, provideCompose } from '../support/docker/compose-plugin.ts';

let compose: ComposePlugin;
beforeAll(async () => void (compose = await provideCompose(console.error)), 600_000);

test.each(stacks.flatMap((stack) => [[stack, []] as const, [stack, ['shop']] as const, [stack, ['alerts']] as const]))(
  'on the %s stack with %j Grafana gets each dashboard whose data sources it has, and no other',
  async (stack, capabilities: readonly Capability[]) => {
    const { services } = await composeConfig(compose, [composeFile(stack), ...capabilities.map(overlayFile)]);
    const mounted = services['grafana']!.volumes!.flatMap(({ source }) =>
      source?.startsWith(checkout) ? [relative(join(checkout, 'grafana'), source)] : [],
    );
    const provided = (dashboard: Dashboard) =>
      sourcesOf(dashboard).every((source) => mounted.includes(`provisioning/datasources/${source}.yaml`));
    const given = dashboards.filter(({ file }) => mounted.includes(`dashboards/${dirname(file)}`));
    expect(titles(given)).toEqual(
      titles(dashboards.filter((d) => provided(d) && (!d.capability || capabilities.includes(d.capability)))),
    );
    expect(titles(given)).toEqual(titles(dashboardsFor(stack, capabilities)));
  },
);

function sourcesOf({ rows }: Dashboard): string[] {
  return rows.flatMap((row) => row.panels.flatMap(({ panel }) => panel.queries.map((query) => query.datasource)));
}

function titles(list: readonly Dashboard[]): string[] {
  return list.map((dashboard) => dashboard.title);
}
