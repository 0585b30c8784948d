/** The interface between background work and the telemetry, so that neither imports the other: no OpenTelemetry here. */
type Untraced = <T>(work: () => T) => T;

let suppress: Untraced | undefined;

/** Called by the preload: registers how to keep work out of the traces. */
export function onBackground(fn: Untraced): void {
  suppress = fn;
}

/** Calls `work`, which belongs to no request, without any span. */
export function untraced<T>(work: () => T): T {
  return suppress ? suppress(work) : work();
}
