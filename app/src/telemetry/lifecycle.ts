/** The interface between the application and its telemetry, so that neither imports the other: no OpenTelemetry here. */
type Flush = (deadline: number) => Promise<void>;

let flush: Flush | undefined;

/** Called by the preload: registers how to flush the telemetry. */
export function onTelemetryShutdown(fn: Flush): void {
  flush = fn;
}

/** Flushes the telemetry, for at most `deadline` ms. Does nothing if it was never loaded. */
export async function shutdownTelemetry(deadline: number): Promise<void> {
  await flush?.(deadline);
}
