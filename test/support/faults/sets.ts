import type { Fault } from '../../../lab/src/faults/fault.ts';
import type { Capability } from '../../../lab/src/parts/capabilities.ts';
import type { Stack } from '../../../lab/src/parts/parts.ts';

/** Faults that are proven in one lab, which has no more than they need. Each is a file of test/faults. */
export const sets = {
  application: { stack: 'tempo', capabilities: ['alerts'] },
  telemetry: { stack: 'tempo', capabilities: ['alerts'] },
  pipeline: { stack: 'tempo', capabilities: ['alerts'] },
  logs: { stack: 'tempo', capabilities: ['alerts', 'logs'] },
  network: { stack: 'tempo', capabilities: ['alerts', 'network'] },
  shop: { stack: 'tempo', capabilities: ['alerts', 'shop'] },
  jaeger: { stack: 'jaeger', capabilities: ['alerts', 'network'] },
} as const satisfies Record<string, { stack: Stack; capabilities: readonly Capability[] }>;

export type FaultSet = keyof typeof sets;

/** The set in which a fault is proven. */
export function setOf({ group, needs = [], stacks }: Pick<Fault, 'group' | 'needs' | 'stacks'>): FaultSet {
  if (stacks && !stacks.includes('tempo')) return 'jaeger';
  return needs.includes('logs') ? 'logs' : group;
}
