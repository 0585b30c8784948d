import { join } from 'node:path';
import type { Stack } from './parts.ts';
import { checkout } from '../base/paths.ts';

const collectorStores: Record<Stack, readonly string[]> = {
  tempo: ['to-tempo'],
  jaeger: ['to-jaeger'],
  both: ['to-tempo', 'to-jaeger', 'relays'],
};

/** The collector's configuration as layers, `custom` on top: maps are merged, lists replaced, the last layer wins. */
export function collectorLayers(stack: Stack, custom?: string): string[] {
  const layers = ['base', ...collectorStores[stack]].map((name) => join(checkout, 'otel-collector', `${name}.yaml`));
  return custom ? [...layers, custom] : layers;
}

/** Tempo's configuration. */
export const tempoConfig = join(checkout, 'tempo/config.yaml');

/** Jaeger's configuration with both roles in one process. */
export const jaegerConfig = join(checkout, 'jaeger/config.yaml');

/** What Jaeger serves as its UI where it was built without one. */
export const jaegerStartPage = join(checkout, 'jaeger/start-page');

/** Folder of Prometheus' configuration, rules and Docker's targets. */
export const prometheusFolder = join(checkout, 'prometheus');
