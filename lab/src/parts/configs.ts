import { join } from 'node:path';
import type { Stack } from './parts.ts';
import { checkout } from '../base/paths.ts';

/** The collector's configuration for a stack: one complete file a scenario. */
export function collectorConfig(stack: Stack): string {
  const file = { tempo: 'config.yaml', jaeger: 'config-jaeger.yaml', both: 'config-both.yaml' }[stack];
  return join(checkout, 'otel-collector', file);
}

/** Tempo's configuration. */
export const tempoConfig = join(checkout, 'tempo/config.yaml');

/** Jaeger's configuration with both roles in one process. */
export const jaegerConfig = join(checkout, 'jaeger/config.yaml');

/** What Jaeger serves as its UI where it was built without one. */
export const jaegerStartPage = join(checkout, 'jaeger/start-page');

/** Folder of Prometheus' configuration, rules and Docker's targets. */
export const prometheusFolder = join(checkout, 'prometheus');
