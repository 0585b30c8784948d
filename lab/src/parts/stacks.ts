import type { RuntimeName, PartName, Stack } from './parts.ts';

/** The parts that run for a stack on a runtime, in the order of the data. */
export function partsOf(stack: Stack, runtime: RuntimeName): readonly PartName[] {
  const stores: PartName[] = [];
  if (stack !== 'jaeger') stores.push('tempo');
  if (stack !== 'tempo') stores.push('cassandra', 'jaeger');
  return [
    'gateway',
    'orders',
    'stock',
    'collector',
    'prometheus',
    ...stores,
    ...(runtime === 'docker' ? (['grafana'] as const) : []),
    'console',
  ];
}
