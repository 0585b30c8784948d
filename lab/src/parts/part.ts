import type { Capability } from './capabilities.ts';
import type { EngineBuild } from './engine-build.ts';

/** The trace store behind the collector: Tempo, Jaeger on Cassandra, or each span in both. */
export const stacks = ['tempo', 'jaeger', 'both'] as const;
export type Stack = (typeof stacks)[number];

/** How the parts run: as containers, or as plain processes on loopback. */
export const runtimeNames = ['docker', 'native'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

/**
 * What a part is, which decides how the console shows it and what a check asks of it: a role of the application (our image)
 * that answers requests, or one that works by itself, a generator of known traffic, a service in another language, the collector, the metrics store, a trace
 * store, a log store, a database, a message queue, a cache, a job that moves data between them, what sends alerts to people,
 * what data passes on its way from one part to another, or a page.
 */
export type PartKind =
  | 'app'
  | 'worker'
  | 'generator'
  | 'guest'
  | 'collector'
  | 'metrics'
  | 'traces'
  | 'logs'
  | 'database'
  | 'queue'
  | 'cache'
  | 'job'
  | 'alerts'
  | 'network'
  | 'page';

/** A port that a part listens on. */
export type Port = {
  /** Its variable in `.env`; native processes listen there. */
  variable: `${string}_PORT`;
  /** Port in the container; absent where only native processes need it. */
  inside?: number;
  /** Only other containers reach it: Docker does not publish it. */
  private?: true;
  /** Docker publishes it on loopback, whatever BIND_ADDR says: whoever reaches it can reach every part. */
  onLoopback?: true;
  /** The compose services that listen there, where not all of the part's do. */
  services?: readonly string[];
  /** Its name among the lab's endpoints, for what the tool itself asks. */
  endpoint?: string;
  /** What it is for, where a part has more than one. */
  purpose?: string;
  /** What follows host and port in that endpoint. */
  path?: string;
  /** HTTP by default. */
  speaks?: 'cql' | 'postgres' | 'kafka' | 'redis';
  /** Prometheus' job that scrapes it, where, unless at /metrics, and how often, unless as the job says: a variable of pace.env. */
  scrape?: { job: string; path?: string; every?: 'RED_SCRAPE_INTERVAL' };
  /** The stacks in which it is open; all by default. */
  stacks?: readonly Stack[];
};

/** One line of the parts table. */
export type PartEntry = {
  name: string;
  /** What people call it. */
  title: string;
  /** What it does, as a caption in the picture. */
  does: string;
  kind: PartKind;
  /** The stacks that it belongs to; all by default. */
  stacks?: readonly Stack[];
  /** The capability that adds it; without one it belongs to the small lab. */
  capability?: Capability;
  /** The runtimes that have it; both by default. */
  runtimes?: readonly RuntimeName[];
  /** A lab works without it: if its image is missing, it is left out. */
  optional?: true;
  /** For a store: the query language that it answers. */
  api?: 'tempo' | 'jaeger' | 'loki' | 'victorialogs';
  /** Its compose services, if their names differ from the part's. */
  services?: readonly string[];
  ports: readonly Port[];
  /** It is ready when this endpoint answers: `path` with status 200, or what `by` names. */
  ready: { endpoint: string; path?: string; by?: 'scrapes' | 'cql' | 'postgres' | 'kafka' | 'valkey' };
  /** The endpoint that a person opens. */
  page?: string;
  /** The parts that it sends data to, and what that data is. */
  feeds: readonly { to: string; carries: string }[];
  /** Place in the picture: columns follow the data, lines lie below each other. */
  place: readonly [column: number, line: number];
  /** Order of shutdown: what feeds others ends first, so that they receive its last data. */
  ends: 1 | 2 | 3 | 4;
  /** Whether it keeps data on disk. */
  keepsData?: true;
  /** On a full disk it loses what it has accepted, or ends for good: natively the console stops it in time, and it does not start. Others refuse. */
  harmedByFullDisk?: true;
  /** Its shutdown is known to hang after its data is safe: a kill is then not reported. */
  mayHangAtEnd?: true;
  /** What instruments it; absent for a part that makes no spans under its own name. */
  instrumentedBy?: string;
  /** The variable in `.env` with the version of a part that is not a Go engine. */
  version?: `${string}_VERSION`;
  /** How its binary is found or built natively. */
  engine?: EngineBuild;
};
