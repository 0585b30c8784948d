/** The trace store behind the collector: Tempo, Jaeger on Cassandra, or each span in both. */
export type Stack = 'tempo' | 'jaeger' | 'both';
export const stacks: readonly Stack[] = ['tempo', 'jaeger', 'both'];

/** How the parts run: as containers, or as plain processes on loopback. */
export const runtimes = ['docker', 'native'] as const;
export type RuntimeName = (typeof runtimes)[number];

/** Every long-running piece of the lab, in the order of the data. */
export const partNames = [
  'gateway',
  'orders',
  'stock',
  'collector',
  'prometheus',
  'tempo',
  'cassandra',
  'jaeger',
  'grafana',
  'console',
] as const;
export type PartName = (typeof partNames)[number];

/** The roles of the application, in the order in which a request meets them. */
export const roles = ['gateway', 'orders', 'stock'] as const;
export type Role = (typeof roles)[number];

/** What people call a part. */
export const partTitles: Record<PartName, string> = {
  gateway: 'gateway',
  orders: 'orders',
  stock: 'stock',
  collector: 'Collector',
  prometheus: 'Prometheus',
  tempo: 'Tempo',
  cassandra: 'Cassandra',
  jaeger: 'Jaeger',
  grafana: 'Grafana',
  console: 'Console',
};

/** URLs as reached from this machine. A part that does not run on this runtime or stack has none. */
export type Endpoints = {
  gateway: string;
  orders: string;
  stock: string;
  otlpGrpc: string;
  otlpHttp: string;
  collectorHealth: string;
  /** The collector's own metrics, Prometheus text. */
  collectorTelemetry: string;
  /** What span_metrics and service_graph made, Prometheus text. */
  spanMetrics: string;
  prometheus: string;
  tempo?: string;
  jaeger?: string;
  grafana?: string;
  console?: string;
};
