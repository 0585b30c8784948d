/** The interface between jobs, which no request asked for, and the telemetry, so that neither imports the other: no OpenTelemetry here. */
type Traced = <T>(name: string, work: () => Promise<T>) => Promise<T>;

let trace: Traced | undefined;

/** Called by the preload: registers how to make a trace of a job. */
export function onJobs(fn: Traced): void {
  trace = fn;
}

/** Does `work` as a job of this name: the calls that it makes are in one trace, which says why they were made. */
export function job<T>(name: string, work: () => Promise<T>): Promise<T> {
  return trace ? trace(name, work) : work();
}
