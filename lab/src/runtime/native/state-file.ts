import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import type { Capability } from '../../parts/capabilities.ts';
import type { LabEnv } from '../../parts/env-file.ts';
import { LabError } from '../../base/lab-error.ts';
import { type PartName, partsOf, type Stack } from '../../parts/parts.ts';
import { labFiles } from '../lab-files.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { isAlive, type ProcessId } from '../../base/process-identity.ts';

const VERSION = 2;

/** The state of a native lab: enough to find, stop and restart each part from any folder. */
export type LabState = {
  version: typeof VERSION;
  stack: Stack;
  capabilities: readonly Capability[];
  /** Optional parts that were left out: their toolchain is missing. */
  without?: readonly PartName[];
  startedAt: string;
  /** `starting` until every part has been usable once. */
  phase: 'starting' | 'up';
  env: LabEnv;
  /** The custom configuration file of each engine that has one. */
  configs: Record<string, string>;
  /** Where each engine's binary is and came from. */
  engines: Record<string, { path: string; origin: string; version: string }>;
  /** Every process that was started and not stopped on purpose. */
  processes: Partial<Record<PartName, ProcessId>>;
};

/** The parts of the lab that a state describes, in the order of the data. */
export function partsIn({
  stack,
  capabilities,
  without = [],
}: Pick<LabState, 'stack' | 'capabilities' | 'without'>): readonly PartName[] {
  return partsOf(stack, 'native', capabilities).filter((part) => !without.includes(part));
}

/** The state of the lab, if one was started and not taken down. */
export function readState(file: string = labFiles().state): LabState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const state = JSON.parse(text) as LabState;
    if (state.version === VERSION) return state;
  } catch {
    // not JSON: reported below, like the state of another version of the lab
  }
  throw new LabError({
    what: 'The state of the lab cannot be read.',
    expected: `a state of version ${VERSION} in ${file}`,
    found: text.slice(0, 80),
    next: `check whether engines are still running (npm run status cannot tell), then: rm ${file}`,
  });
}

/** Writes the state so that a reader sees the old or the new one, never a partial one. */
export function writeState(state: LabState, file: string = labFiles().state): void {
  mkdirSync(labFiles().home, { recursive: true });
  replaceFile(file, `${JSON.stringify(state, null, 2)}\n`);
}

/** Removes the state of the lab. */
export function removeState(file: string = labFiles().state): void {
  rmSync(file, { force: true });
}

/** Whether nothing of this state is running: the machine was rebooted, or every process has ended. */
export function isStale(state: LabState): boolean {
  return !Object.values(state.processes).some((id) => isAlive(id));
}
