import type { LabEnv } from '../../parts/env-file.ts';
import type { PartName } from '../../parts/parts.ts';

/** What the command lines of this lab's processes have in common, and no other lab's that runs meanwhile. */
export function processMark({ GATEWAY_PORT }: LabEnv): string {
  return `span-metrics-lab:${GATEWAY_PORT}`;
}

/** What `ps` shows in place of the program's path: so one sees which process is which part of which lab. */
export function processName(part: PartName, env: LabEnv): string {
  return `${processMark(env)}/${part}`;
}
