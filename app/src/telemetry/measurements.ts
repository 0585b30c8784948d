/** The interface between what a role observes and its telemetry, so that neither imports the other: no OpenTelemetry here. */

/** What an instrument's values mean: a total that only grows, a total that may fall, or a value that cannot be summed. */
export type Kind = 'counter' | 'updowncounter' | 'gauge';

/** A metric as its documentation states it; the unit in UCUM. */
export interface Metric {
  name: string;
  unit: string;
  kind: Kind;
}

/** One value of a metric. */
export interface Measurement extends Metric {
  value: number;
  attributes?: Readonly<Record<string, string | number>>;
  /**
   * Of a counter: when its source began to count from zero, ms since the epoch. Not the start of this process: a total
   * that Postgres has kept for hours would count twice when the process that reads it starts again.
   */
  since?: number;
}

/** Answers with what holds now. What is left out is unknown now, and shown nowhere. */
export type Read = () => readonly Measurement[];

type Report = (read: Read, interval: number) => void;

let report: Report | undefined;

/** Called by the preload: registers how to report measurements. */
export function onMeasurements(fn: Report): void {
  report = fn;
}

/** Reports what `read` answers every `interval` ms, until the telemetry is shut down. False without telemetry. */
export function reportMeasurements(read: Read, interval: number): boolean {
  report?.(read, interval);
  return report !== undefined;
}
