import type { DoorName, PartName, Stack } from './parts.ts';

/** The parts that run for a stack behind a door, in the order of the data. */
export function partsOf(stack: Stack, door: DoorName): readonly PartName[] {
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
    ...(door === 'docker' ? (['grafana'] as const) : []),
    'console',
  ];
}
