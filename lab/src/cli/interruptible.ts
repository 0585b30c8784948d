/** Ctrl-C: what was begun has been undone. */
export class Interrupted extends Error {}

/** A signal that aborts on Ctrl-C and SIGTERM while `work` runs; a second Ctrl-C ends the tool at once. */
export async function interruptible<T>(ending: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    console.error('\nStopping …');
    stop.abort(new Interrupted(ending));
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
