import { join } from 'node:path';
import { cacheHome } from '../../../base/paths.ts';
import type { GoEngineName } from '../../../parts/engines.ts';
import type { LabEnv } from '../../../parts/env-file.ts';
import type { PartName } from '../../../parts/parts.ts';
import type { Command } from '../processes.ts';
import { labFiles } from '../../lab-files.ts';
import { type LabState } from '../state-file.ts';

/** How one part runs as a native process. */
export type PartPlan = {
  part: PartName;
  /** Engines whose binaries are needed first. */
  engines: readonly GoEngineName[];
  /** What this machine lacks to run an optional part, such as a toolchain: then the lab runs without it. */
  lacks?: (env: LabEnv) => Promise<string | undefined>;
  /** Provides what is not a Go engine, before anything starts; kept in the state under these names. */
  provide?: (options: {
    env: LabEnv;
    say: (line: string) => void;
    signal?: AbortSignal | undefined;
  }) => Promise<LabState['engines']>;
  /** Parts that must be usable before this one starts. */
  after?: readonly PartName[];
  /** Writes what the process reads besides the shared configuration (folders, target files); rejects settings that would not work. Awaited. */
  prepare?: (state: LabState) => unknown;
  /** Rewrites the files that the process rereads by itself, when a running lab gets another capability. */
  refresh?: (state: LabState) => void;
  command: (state: LabState) => Omit<Command, 'logFile'>;
  /** What the last log lines of a process that ended during its start mean, if that is known. */
  explain?: (lastLog: string) => { expected: string; cause: string; next: string } | undefined;
  /** How long it may take to become usable, ms. */
  readyWithin?: number;
  /** Killed, it leaves shared memory of the system behind: it is ended gracefully even where its data is removed anyway. */
  sharesMemory?: true;
  /** The signal that ends it, unless SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** How long it may take to end after that signal, ms. */
  endsWithin?: number;
};

/** Folder where a part keeps its data. */
export function dataFolder(part: PartName): string {
  return `${labFiles().data}/${part}`;
}

/** What keeps a Node process of the lab small, and its start quick: 0.6 s instead of 1.5 s. */
export function nodeEnvironment(): Record<string, string> {
  return { MALLOC_ARENA_MAX: '1', NODE_COMPILE_CACHE: join(cacheHome(), 'node-compile-cache') };
}

/** Path of the binary of an engine in this lab. */
export function binaryOf(state: LabState, engine: GoEngineName): string {
  const found = state.engines[engine];
  if (!found) throw new Error(`engine ${engine} was not provided`);
  return found.path;
}
