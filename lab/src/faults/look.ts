import { dashboardsFor } from '@span-metrics-lab/grafana';
import type { Capability } from '../parts/capabilities.ts';
import type { Endpoints, Stack } from '../parts/parts.ts';
import type { Sign } from './sign.ts';

type About = { stack: Stack; capabilities: readonly Capability[] };
type Shown = About & { endpoints: Pick<Endpoints, 'grafana' | 'console'> };

/** Paths that show the panel of a sign: in Grafana, and in the console where that has a view of the dashboard. */
export function placesOf({ stack, capabilities }: About, { panel, show }: Sign): { grafana?: string; view?: string } {
  const dashboard = dashboardsFor(stack, capabilities).find(({ rows }) =>
    rows.some(({ panels }) => panels.some(({ panel: placed }) => placed.id === panel)),
  );
  if (!dashboard) return {};
  const service = typeof show?.['service'] === 'string' ? show['service'] : undefined;
  const inGrafana = new URLSearchParams({
    from: 'now-5m',
    to: 'now',
    refresh: '5s',
    ...(service && { 'var-service': service }),
  });
  const inConsole = new URLSearchParams({ from: '5m', ...(service && { service }) });
  return {
    grafana: `/d/${dashboard.uid}?${inGrafana}`,
    ...(dashboard.uid === 'opentelemetry-apm' && { view: `/service?${inConsole}` }),
  };
}

/** Addresses that show the panel of a sign. */
export function whereToLook({ endpoints, ...about }: Shown, sign: Sign): string[] {
  const { grafana, view } = placesOf(about, sign);
  return [
    ...(endpoints.grafana && grafana ? [`${endpoints.grafana}${grafana}`] : []),
    ...(endpoints.console && view ? [`${endpoints.console}${view}`] : []),
  ];
}
