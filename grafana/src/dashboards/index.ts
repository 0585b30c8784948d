import type { Dashboard, Stack } from '../model.ts';
import { compareStores } from './compare-stores.ts';
import { k6AndItsEffect } from './k6.ts';
import { kafkaDashboard } from './kafka.ts';
import { nodejsRuntime } from './nodejs-runtime.ts';
import { objectivesDashboard } from './objectives.ts';
import { openTelemetryApm } from './opentelemetry-apm.ts';
import { postgresDashboard } from './postgres.ts';
import { servicePerformance } from './service-performance.ts';
import { telemetryPipeline } from './telemetry-pipeline.ts';
import { valkeyDashboard } from './valkey.ts';
import { wayOfAPurchase } from './way-of-a-purchase.ts';

/** Every dashboard, in the order in which a newcomer reads them. */
export const dashboards: readonly Dashboard[] = [
  openTelemetryApm,
  servicePerformance,
  nodejsRuntime,
  telemetryPipeline,
  k6AndItsEffect,
  compareStores,
  wayOfAPurchase,
  postgresDashboard,
  kafkaDashboard,
  valkeyDashboard,
  objectivesDashboard,
];

/** The dashboards that have something to show on a stack with these capabilities; names of others are passed over. */
export function dashboardsFor(stack: Stack, capabilities: readonly string[] = []): Dashboard[] {
  return dashboards.filter(
    (d) => d.stacks.includes(stack) && (d.capability === undefined || capabilities.includes(d.capability)),
  );
}
