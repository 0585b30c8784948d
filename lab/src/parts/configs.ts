import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Capability } from './capabilities.ts';
import { partNamed, partsOf, type Stack } from './parts.ts';
import { checkout } from '../base/paths.ts';

/**
 * The collector's configuration as layers: what all labs share, where traces go, what a capability adds, `custom` on top.
 * Maps are merged, lists replaced, the last layer wins.
 */
export function collectorLayers(stack: Stack, capabilities: readonly Capability[], custom?: string): string[] {
  const storesOf = (added: readonly Capability[]) =>
    partsOf(stack, 'native', added).filter((name) => partNamed(name).kind === 'traces');
  return [
    layer('base'),
    ...storesOf(capabilities).map((store) => layer(`to-${store}`)),
    ...(storesOf([]).length > 1 ? [layer('relays')] : []),
    ...capabilities.map(layer).filter((file) => existsSync(file)), // not every capability needs one
    ...(custom ? [custom] : []),
  ];
}

/** The collector's arguments for these layers. The gate lets its conditions look into lists and maps. */
export const collectorArguments = (layers: readonly string[]): string[] => [
  '--feature-gates=ottl.functions.enableLambda',
  ...layers.map((path) => `--config=${path}`),
];

const layer = (name: string) => join(checkout, 'otel-collector', `${name}.yaml`);

/** Tempo's configuration. */
export const tempoConfig = join(checkout, 'tempo/config.yaml');

/** Jaeger's configuration with both roles in one process. */
export const jaegerConfig = join(checkout, 'jaeger/config.yaml');

/** The page that Jaeger serves if it was built without its UI. */
export const jaegerStartPage = join(checkout, 'jaeger/start-page');

/** Alertmanager's routes, inhibitions and receiver. */
export const alertmanagerConfig = join(checkout, 'alertmanager/config.yaml');

/** Folder of Prometheus' configuration, rules and Docker's targets. */
export const prometheusFolder = join(checkout, 'prometheus');
