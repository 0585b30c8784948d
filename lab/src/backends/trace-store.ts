import type { StoreTitle } from '../parts/parts.ts';

export type Attributes = Record<string, string | number | boolean>;

/** A span as the lab compares and draws it, whichever store it came from. Ids are lower-case hex; times are ns since the epoch. */
export type StoredSpan = {
  traceId: string;
  spanId: string;
  /** Empty for a root span. */
  parentSpanId: string;
  name: string;
  kind: 'server' | 'client' | 'internal' | 'producer' | 'consumer' | 'unspecified';
  status: 'unset' | 'ok' | 'error';
  /** The message of the status; often empty. */
  statusMessage: string;
  service: string;
  start: bigint;
  end: bigint;
  attributes: Attributes;
  events: { name: string; at: bigint; attributes: Attributes }[];
  links: { traceId: string; spanId: string }[];
  resource: Attributes;
};

/** What to look for in a store. Times are seconds since the epoch; `minDuration` is ms. */
export type TraceSearch = {
  service?: string;
  /** No trace that has spans of this service only. */
  exceptService?: string;
  operation?: string;
  /** Where the store can tell: of this kind, and without the mark of a check. */
  kind?: 'client';
  unmarked?: boolean;
  minDuration?: number;
  errorsOnly?: boolean;
  start: number;
  end: number;
  limit?: number;
};

/** A trace in a list of found ones. `duration` is ms. */
export type TraceSummary = {
  traceId: string;
  rootService: string;
  rootName: string;
  start: number;
  duration: number;
};

/** An edge of the service graph: caller, callee and number of calls. */
export type Dependency = { parent: string; child: string; calls: number };

/** A SERVER span as the ledger counts it. */
export type ServerSpan = Pick<StoredSpan, 'traceId' | 'spanId' | 'service' | 'name'> & { status: number };

/** A trace store, Tempo or Jaeger. Failures are EngineErrors; of a single trace, UnreadableTraces too. */
export interface TraceStore {
  readonly name: StoreTitle;
  readonly url: string;
  /** Every span of a trace; empty if the store does not know it (yet). */
  trace(traceId: string): Promise<StoredSpan[]>;
  search(search: TraceSearch): Promise<TraceSummary[]>;
  /** SERVER spans of the last hour that carry `lab.run` = run, by one search; absent if the store cannot do that. It lags
   * behind `trace` by seconds. */
  serversOfRun?(run: string): Promise<ServerSpan[]>;
  services(): Promise<string[]>;
  /** Names of SERVER spans of a service. */
  operations(service: string): Promise<string[]>;
  /** SERVER spans by service and name, in a time range in seconds since the epoch. */
  countByRoute(range: { start: number; end: number }): Promise<Map<string, number>>;
  dependencies(range: { start: number; end: number }): Promise<Dependency[]>;
}

/** Key of `countByRoute`: service and span name, either with any characters. */
export function routeKey(service: string, name: string): string {
  return JSON.stringify([service, name]);
}

/** The span names that these keys of a service have. */
export function routesOf(service: string, keys: Iterable<string>): string[] {
  const parsed = [...keys].map((key) => JSON.parse(key) as [service: string, name: string]);
  return parsed.filter(([of]) => of === service).map(([, name]) => name);
}
