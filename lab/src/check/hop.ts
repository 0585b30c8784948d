import type { Prometheus } from '../backends/prometheus.ts';
import type { TraceStore } from '../backends/trace-store.ts';
import type { Endpoints, PartName, Stack } from '../parts/parts.ts';
import type { HopName } from './hop-names.ts';
import type { Sent } from './request.ts';

/** What the hops of one check share: the lab and the one fresh request that is followed. */
export type CheckContext = {
  endpoints: Endpoints;
  stack: Stack;
  /** Parts of this lab; others are not expected to run. */
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
  /** When the request was answered, performance.now() ms. */
  answeredAt: number;
};

/** One step on the way of a request through the lab. */
export type Hop = {
  name: HopName;
  title: string;
  /** What a passing hop finds. */
  expected: string;
  /** Hops that must pass before this one can be checked; they come before it in `hopNames`. */
  needs: readonly HopName[];
  /** Why a lab does not have this hop; undefined where it has it. */
  skipReason?: (context: CheckContext) => string | undefined;
  /** Resolves with what was found; throws a LabError that names the cause and the next command, or anything else where they are unknown. */
  walk: (context: CheckContext) => Promise<string>;
};
