import type { Failure } from '../base/lab-error.ts';
import type { NodeName } from './flow.ts';

/** State of a part. `waits`: it answers, but has a backlog. `idle`: it has nothing to do. */
export type State = 'up' | 'waits' | 'down' | 'idle';

/** A number that a box shows, with its unit in words. */
export type Measure = { value: number; unit: string };

/** One box of the picture, live. */
export type NodeHealth = {
  name: NodeName;
  state: State;
  rate?: Measure;
  /** What else a box shows: how much waits, or is kept. */
  numbers?: readonly Measure[];
  /** Seconds since the last sign of data. */
  lastSeen?: number;
  /** How many spans or lines wait to be sent on, and which of them. */
  queue?: number;
  queued?: 'spans' | 'lines';
  failure?: Failure;
};

/** The load that this server runs. Times are seconds since the epoch. */
export type LoadState = { running: boolean; vus?: number; until?: number; lastExit?: number; lastLine?: string };

/** What `/api/hops` sends once a second. `at` is seconds since the epoch; `leftOut` says what was left out lately, and why. */
export type Health = { at: number; nodes: NodeHealth[]; load: LoadState; leftOut: string[] };
