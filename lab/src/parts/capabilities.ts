/** Optional additions to any stack. A capability that is off runs, builds and downloads nothing. */
export const capabilities = [
  { name: 'generators', does: 'synthetic traffic of a made-up shop, with exactly known counts and durations' },
  { name: 'shop', does: 'purchases through Kafka, Postgres and Valkey, with services that work them off' },
  { name: 'logs', does: 'log lines in a log store, found by trace id: Loki in Docker, VictoriaLogs as a process' },
  { name: 'alerts', does: 'objectives with a budget, alerts through Alertmanager, and a receiver that shows them' },
  { name: 'guests', does: 'services in Python, Java and Go, watched and scored like one of your own' },
  { name: 'network', does: 'Toxiproxy on the way between parts, for faults of a network: slow, broken, cut' },
  { name: 'machine', does: 'what the machine and the lab’s processes use' },
] as const satisfies readonly { name: string; does: string }[];

export type Capability = (typeof capabilities)[number]['name'];

/** Names of all capabilities. */
export const capabilityNames: readonly Capability[] = capabilities.map((capability) => capability.name);

/** The compose file that adds a capability to any stack's, from the root of the checkout. */
export function overlayFile(capability: Capability): string {
  return `docker-compose.${capability}.yaml`;
}

/** The variable that tells a container of the lab that a capability is on: each overlay sets its own. */
export function capabilityVariable(capability: Capability): string {
  return `LAB_WITH_${capability.toUpperCase()}`;
}

/** The capabilities of a lab that has some and gets more, each once. */
export function withMore(some: readonly Capability[] = [], more: readonly Capability[] = []): Capability[] {
  return [...new Set([...some, ...more])];
}
