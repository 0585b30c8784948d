import type { Prometheus } from '../backends/prometheus.ts';
import type { StoredSpan, TraceStore } from '../backends/trace-store.ts';
import type { Endpoints, PartName, Stack } from '../parts/parts.ts';
import type { Sent } from './request.ts';

/** Names of the hops, in the order of the data. */
export type HopName =
  | 'app'
  | 'export'
  | 'collector'
  | 'store'
  | 'connector'
  | 'prometheus'
  | 'monitor'
  | 'grafana'
  | 'panels';

/** What the hops of one check share: the lab and the one fresh request that is followed. */
export type CheckContext = {
  endpoints: Endpoints;
  stack: Stack;
  /** Parts of this lab; one that is not among them is not missed. */
  parts: readonly PartName[];
  run: string;
  stores: readonly TraceStore[];
  prometheus: Prometheus;
  /** The collector's own counters just before the request. */
  before: { accepted: number; refused: number } | undefined;
  /** Traffic that the panels need, under way since the app answered. */
  traffic?: Promise<void>;
  /** Set by the hop `app`. */
  sent?: Sent;
  /** Set by the hop `store`. */
  spans?: StoredSpan[];
  /** When the request was answered, performance.now() ms. */
  answeredAt: number;
};

/** One step on the way of a request through the lab. */
export type Hop = {
  name: HopName;
  title: string;
  /** What must hold. */
  expected: string;
  /** Hops that must hold before this one can be asked at all. */
  needs: readonly HopName[];
  /** Why a lab does not have this hop; undefined where it has it. */
  notHere?: (context: CheckContext) => string | undefined;
  /** Resolves with what was found; throws a HopFailure, or anything else for a failure without known cause. */
  walk: (context: CheckContext) => Promise<string>;
};

/** What a failed hop says: the finding, its likely cause and the next command. */
export class HopFailure extends Error {
  readonly why: string | undefined;
  readonly next: string | undefined;
  constructor(found: string, { cause, next }: { cause?: string; next?: string } = {}) {
    super(found);
    this.name = 'HopFailure';
    this.why = cause;
    this.next = next;
  }
}

/** How a hop went. A `skipped` hop was not asked and says in `found` why; it is ok only where it does not apply. */
export type HopResult = {
  name: HopName;
  title: string;
  ok: boolean;
  skipped?: boolean;
  /** From the request's answer, or from the start of the hop where it follows no request. */
  seconds: number;
  expected: string;
  found: string;
  cause?: string;
  next?: string;
};
