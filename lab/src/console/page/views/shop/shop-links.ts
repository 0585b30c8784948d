import type { Attributes } from '../../../../backends/trace-store.ts';
import type { LabInfo, NodeName } from '../../../flow.ts';

/** The dashboards of the shop's engines, and what to look for among traces. */
const engines = {
  postgres: { title: 'Postgres', traces: 'service=orders' },
  kafka: { title: 'Kafka', traces: 'service=fulfilment' },
  valkey: { title: 'Valkey', traces: 'service=catalogue' },
} as const;

type Engine = keyof typeof engines;
const systems: Record<string, Engine> = { kafka: 'kafka', postgresql: 'postgres', redis: 'valkey', valkey: 'valkey' };

/** A link to another view. */
export type ViewLink = { to: string; text: string };

/** The panels of a box of the picture. */
export function panelsOfNode(node: NodeName): ViewLink | undefined {
  return node in engines ? panelsOf(node as Engine) : undefined;
}

/** The panels of the engine that a span speaks with, by its attributes. */
export function panelsOfSpan(attributes: Attributes, { capabilities }: LabInfo): ViewLink | undefined {
  const system = attributes['messaging.system'] ?? attributes['db.system.name'] ?? attributes['db.system'];
  const engine = systems[String(system)];
  return engine && capabilities.includes('shop') ? panelsOf(engine) : undefined;
}

/** The traces that a dashboard of the shop is about. */
export function tracesOf(dashboard: string): string {
  const engine = dashboard in engines ? engines[dashboard as Engine] : undefined;
  return `/traces?${engine?.traces ?? 'service=gateway&operation=POST+%2Fpurchases'}`;
}

const panelsOf = (engine: Engine): ViewLink => ({ to: `/shop/${engine}`, text: `Panels of ${engines[engine].title}` });
