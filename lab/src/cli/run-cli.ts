import { CommanderError } from 'commander';
import { fileFailure } from '../base/file-failure.ts';
import { LabError } from '../base/lab-error.ts';
import { exitCodes } from './exit-codes.ts';
import { Interrupted } from './interruptible.ts';
import { labProgram } from './program.ts';

/** Runs one command line and sets the exit code of this process. Expected failures are shown without a stack trace. */
export async function runCli(args: string[]): Promise<void> {
  // a reader that has seen enough (`npm start | head`), or a full disk behind stdout, ends no work that has begun
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
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
  const failure = error instanceof LabError ? error : fileFailure(error);
  if (failure) {
    console.error(failure.message);
    return exitCodes.failed;
  }
  console.error(error);
  console.error('This is a bug in the lab.');
  return exitCodes.bug;
}
