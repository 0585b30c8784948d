import type { Capability } from '../parts/capabilities.ts';
import type { LabEnv } from '../parts/env-file.ts';
import type { Stack } from '../parts/parts.ts';
import type { EngineProgress } from './engines/provide-engines.ts';

/** What `up` may be told. `configs` gives engines files of one's own, by their names in `configFiles`; the shell's unless told. */
export type UpOptions = {
  stack: Stack;
  /** What is added to the stack; what a running lab has already stays on. */
  capabilities?: readonly Capability[];
  say: (line: string) => void;
  /** Renews itself in a terminal while engines are built; without it, plain lines go to `say`. */
  progress?: ((update: EngineProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  env?: LabEnv;
  configs?: Record<string, string>;
};
