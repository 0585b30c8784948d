import type { Capability } from '../parts/capabilities.ts';
import type { LabEnv } from '../parts/env-file.ts';
import type { Stack } from '../parts/parts.ts';
import type { EngineProgress } from './engines/provide-engines.ts';

/** Options of `up`. `configs` has custom files for engines, by their names in `configFiles`; by default the shell's. */
export type UpOptions = {
  stack: Stack;
  /** What is added to the stack; the capabilities of a running lab stay on. */
  capabilities?: readonly Capability[];
  say: (line: string) => void;
  /** Gets live updates in a terminal while engines are built; without it, plain lines go to `say`. */
  progress?: ((update: EngineProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  env?: LabEnv;
  configs?: Record<string, string>;
};
