import { execa } from 'execa';
import { LabError } from '../../base/lab-error.ts';
import { tail } from './last-lines.ts';
import type { PartPlan } from './plans/plan.ts';
import type { Command } from './processes.ts';

/**
 * Runs a program that prepares a part and ends by itself, such as initdb. `what` says what fails with it; `input` is what it
 * reads. Throws a LabError with its last lines, or what they mean.
 */
export async function runOnce(
  what: string,
  { file, args, env, cwd, user }: Omit<Command, 'logFile'>,
  { input = '', explain }: { input?: string; explain?: PartPlan['explain'] } = {},
): Promise<void> {
  const run = await execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    input,
    all: true,
    reject: false,
    timeout: 120_000,
    ...user,
  });
  if (!run.failed) return;
  const printed = tail(run.all || run.shortMessage || '', 6);
  throw new LabError({
    what,
    expected: `it to end well: ${[file, ...args].join(' ')}`,
    found: printed,
    after: run.durationMs / 1000,
    next: 'fix the reported error, then the same command',
    ...explain?.(printed),
  });
}
