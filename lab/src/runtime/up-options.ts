import type { LabEnv } from '../parts/env-file.ts';
import type { Stack } from '../parts/parts.ts';
import type { EngineProgress } from './engines/provide-engines.ts';

/** What `up` may be told. `configs` gives an engine another configuration file than the usual one. */
export type UpOptions = {
  stack: Stack;
  say: (line: string) => void;
  /** Renews itself in a terminal while engines are built; without it, plain lines go to `say`. */
  progress?: ((update: EngineProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  env?: LabEnv;
  configs?: Record<string, string>;
};
