/** The trace store behind the collector: Tempo, Jaeger on Cassandra, or each span in both. */
export type Stack = 'tempo' | 'jaeger' | 'both';
export const stacks: readonly Stack[] = ['tempo', 'jaeger', 'both'];

/** How the parts run: as containers, or as plain processes on loopback. */
export type DoorName = 'docker' | 'native';

/** A long-running piece of the lab, in the order of the data. Under Docker a service of the same name runs it. */
export type PartName =
  | 'gateway'
  | 'orders'
  | 'stock'
  | 'collector'
  | 'prometheus'
  | 'tempo'
  | 'cassandra'
  | 'jaeger'
  | 'grafana'
  | 'console';

/** URLs as reached from this machine. A part that does not run behind this door or stack has none. */
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

/** What one part is doing. `memory` is resident bytes; `origin` says where its engine or image came from. */
export type PartStatus = {
  part: PartName;
  state: 'running' | 'stopped' | 'died' | 'starting' | 'unhealthy';
  pid?: number;
  memory?: number;
  origin?: string;
  url?: string;
  note?: string;
};

/** A lab that was started, behind either door. Failures are LabErrors. */
export interface Lab {
  readonly door: DoorName;
  readonly stack: Stack;
  readonly endpoints: Endpoints;
  /** The parts that this lab should run, in the order of the data. */
  readonly parts: readonly PartName[];
  status(): Promise<PartStatus[]>;
  /** Starts a part and waits until it is usable. */
  start(part: PartName): Promise<void>;
  /** Ends a part gracefully. */
  stop(part: PartName): Promise<void>;
  /** Ends a part by SIGKILL, for fault exercises and tests. */
  kill(part: PartName): Promise<void>;
  /** Writes a part's log lines to stdout; with `follow` until the signal aborts. */
  logs(part: PartName, options: { lines: number; follow: boolean; signal?: AbortSignal }): Promise<void>;
  /** Ends everything gracefully; with `volumes` the data too. */
  down(options: { volumes: boolean }): Promise<void>;
}
