import { constants } from 'node:os';

/** The tool was stopped by a signal, and what it had begun is undone. */
export class Interrupted extends Error {
  /** 128 + the number of the signal, as shells count. */
  readonly exitCode: number;

  constructor(message: string, signal: NodeJS.Signals) {
    super(message);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Gives `work` a signal that aborts on Ctrl-C and SIGTERM; a second one ends the tool at once. Throws Interrupted. */
export async function interruptible<T>(message: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    const interrupted = new Interrupted(message, signal);
    if (stop.signal.aborted) process.exit(interrupted.exitCode);
    console.error('\nStopping …');
    stop.abort(interrupted);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work(stop.signal);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
