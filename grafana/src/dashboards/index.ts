import type { Dashboard, Stack } from '../model.ts';
import { compareStores } from './compare-stores.ts';
import { k6AndItsEffect } from './k6.ts';
import { nodejsRuntime } from './nodejs-runtime.ts';
import { openTelemetryApm } from './opentelemetry-apm.ts';
import { servicePerformance } from './service-performance.ts';
import { telemetryPipeline } from './telemetry-pipeline.ts';

/** Every dashboard, in the order in which a newcomer reads them. */
export const dashboards: readonly Dashboard[] = [
  openTelemetryApm,
  servicePerformance,
  nodejsRuntime,
  telemetryPipeline,
  k6AndItsEffect,
  compareStores,
];

/** The dashboards that have something to show on a stack. */
export function dashboardsFor(stack: Stack): Dashboard[] {
  return dashboards.filter((d) => d.stacks.includes(stack));
}
