/** The interface between flags and the telemetry, so that neither imports the other: no OpenTelemetry here. */
type Report = (event: string, attributes: Record<string, unknown>) => void;

let report: Report | undefined;

/** Called by the preload: registers what becomes of an evaluation. */
export function onEvaluated(fn: Report): void {
  report = fn;
}

/** A flag was evaluated. */
export function evaluated(event: string, attributes: Record<string, unknown>): void {
  report?.(event, attributes);
}
