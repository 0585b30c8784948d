import { CommanderError } from 'commander';
import { LabError } from '../base/lab-error.ts';
import { exitCodes } from './exit-codes.ts';
import { Interrupted } from './interruptible.ts';
import { labProgram } from './program.ts';

/** Runs one command line and sets the exit code of this process. Expected failures are shown without a stack trace. */
export async function runCli(args: string[]): Promise<void> {
  try {
    await labProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage; // it is written already
  if (error instanceof Interrupted) {
    console.error(error.message);
    return error.exitCode;
  }
  if (error instanceof LabError) {
    console.error(error.message);
    return exitCodes.failed;
  }
  console.error(error);
  console.error('This is a bug in the lab.');
  return exitCodes.bug;
}
