/** The runtime between the application and its telemetry, which neither of them has to open: no OpenTelemetry here. */
type Flush = (deadline: number) => Promise<void>;

let flush: Flush | undefined;

/** Called by the preload: how to send what is left. */
export function onTelemetryShutdown(fn: Flush): void {
  flush = fn;
}

/** Sends what the telemetry still holds, for at most `deadline` ms. Nothing to do when it was never loaded. */
export async function shutdownTelemetry(deadline: number): Promise<void> {
  await flush?.(deadline);
}
