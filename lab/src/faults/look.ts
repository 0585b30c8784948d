import { dashboardsFor } from '@span-metrics-lab/grafana';
import type { Capability } from '../parts/capabilities.ts';
import type { Endpoints, Stack } from '../parts/parts.ts';
import type { Sign } from './sign.ts';

type Shown = { endpoints: Pick<Endpoints, 'grafana' | 'console'>; stack: Stack; capabilities: readonly Capability[] };

/** Addresses that show the panel of a sign: in Grafana, and in the console where that has a view of the dashboard. */
export function whereToLook(
  { endpoints: { grafana, console }, stack, capabilities }: Shown,
  { panel, show }: Sign,
): string[] {
  const dashboard = dashboardsFor(stack, capabilities).find(({ rows }) =>
    rows.some(({ panels }) => panels.some(({ panel: placed }) => placed.id === panel)),
  );
  if (!dashboard) return [];
  const service = typeof show?.['service'] === 'string' ? show['service'] : undefined;
  const inGrafana = new URLSearchParams({
    from: 'now-5m',
    to: 'now',
    refresh: '5s',
    ...(service && { 'var-service': service }),
  });
  const inConsole = new URLSearchParams({ from: '5m', ...(service && { service }) });
  return [
    ...(grafana ? [`${grafana}/d/${dashboard.uid}?${inGrafana}`] : []),
    ...(console && dashboard.uid === 'opentelemetry-apm' ? [`${console}/service?${inConsole}`] : []),
  ];
}
