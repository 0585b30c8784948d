import type { Prometheus } from '../backends/prometheus.ts';
import type { TraceStore } from '../backends/trace-store.ts';
import type { Capability } from '../parts/capabilities.ts';
import type { Endpoints, PartName, RuntimeName, Stack } from '../parts/parts.ts';
import type { HopName } from './hop-names.ts';
import type { Sent } from './request.ts';

/** What the hops of one check share: the lab and the one new request that is followed. */
export type CheckContext = {
  endpoints: Endpoints;
  runtime: RuntimeName;
  stack: Stack;
  capabilities: readonly Capability[];
  /** Parts of this lab; others are not expected to run. */
  parts: readonly PartName[];
  run: string;
  stores: readonly TraceStore[];
  prometheus: Prometheus;
  /** The collector's own counters just before the request. */
  before: { accepted: number; refused: number } | undefined;
  /** Traffic that the panels need; it starts when the app has answered. */
  traffic?: Promise<void>;
  /** Set by the hop `app`. */
  sent?: Sent;
  /** When the request was answered, performance.now() ms. */
  answeredAt: number;
};

/** One step of a request through the lab. */
export type Hop = {
  name: HopName;
  title: string;
  /** What a passing hop finds. */
  expected: string;
  /** Hops that must pass before this one can be checked; they come before it in `hopNames`. */
  needs: readonly HopName[];
  /** Why this lab does not have the hop; undefined if it has it. */
  skipReason?: (context: CheckContext) => string | undefined;
  /** Resolves with the finding; throws a LabError with cause and next command, or any other error if they are unknown. */
  walk: (context: CheckContext) => Promise<string>;
};
