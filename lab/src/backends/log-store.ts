export type Severity = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'unspecified';

/** A log line as the lab shows and counts it, whichever store it came from. Ids are lower-case hex, '' if the line has none. */
export type LogLine = {
  /** ns since the epoch. */
  time: bigint;
  service: string;
  severity: Severity;
  /** SeverityNumber of OTLP; 0 if the line has none. */
  severityNumber: number;
  text: string;
  traceId: string;
  spanId: string;
  /** What else was logged, without the resource. Loki writes `_` for other characters than letters and digits in their names. */
  attributes: Record<string, string>;
};

/** What to look for. Times are seconds since the epoch. */
export type LogSearch = {
  /** A part of the text, in any case. */
  text?: string;
  /** This severity and those above it. */
  severity?: Exclude<Severity, 'unspecified'>;
  service?: string;
  start: number;
  end: number;
  limit?: number;
};

/** Access lines of one service in one trace. */
export type AccessLines = { traceId: string; service: string; lines: number };

/** Lines of a service with a severity, in a step of time that begins at `time` (s since the epoch). */
export type Volume = { time: number; service: string; severity: Severity; lines: number };

/** A log store, Loki or VictoriaLogs. Failures are EngineErrors. */
export interface LogStore {
  readonly name: 'Loki' | 'VictoriaLogs';
  readonly url: string;
  /** The lines that carry a trace id, by time; empty if the store knows none (yet). */
  linesOfTrace(traceId: string): Promise<LogLine[]>;
  /** Newest first. */
  search(search: LogSearch): Promise<LogLine[]>;
  /** Every line `request` of the last hour whose attribute `lab.run` is `run`, counted for each trace and service. */
  countOfRun(run: string): Promise<AccessLines[]>;
  /** Lines in steps of `step` seconds that are aligned to its multiples; steps without lines are absent. */
  volume(range: { start: number; end: number; step: number }): Promise<Volume[]>;
}

/** Text of an access line (app/src/http/request-log.ts). */
export const accessLine = 'request';

/** The attribute that marks the lines of a check (app/src/telemetry/run-mark.ts). */
export const runAttribute = 'lab.run';

/** Lines of a trace that are read at most. */
export const mostLines = 10_000;

const bySeverity: readonly Severity[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** SeverityNumber of OTLP, else SeverityText, as a name. https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
export function severityOf(number: number, text = ''): Severity {
  const byNumber = number >= 1 && number <= 24 ? bySeverity[Math.floor((number - 1) / 4)] : undefined;
  return byNumber ?? bySeverity.find((name) => name === text.toLowerCase()) ?? 'unspecified';
}

/** The severity of a line by the fields of OTLP, as both stores keep them. */
export function severityIn(fields: Readonly<Record<string, string>>): Severity {
  return severityOf(Number(fields['severity_number'] ?? 0), fields['severity_text']);
}

/** SeverityNumber of OTLP, as both stores keep it; 0 for none. */
export function severityNumberIn(fields: Readonly<Record<string, string>>): number {
  return Number(fields['severity_number'] ?? 0) || 0;
}

/** Counts by time, service and severity, each once: a store counts each SeverityNumber and text apart. */
export function bySeverityName(counts: readonly Volume[]): Volume[] {
  const summed = new Map<string, Volume>();
  for (const one of counts) {
    const key = JSON.stringify([one.time, one.service, one.severity]);
    const before = summed.get(key);
    if (before) before.lines += one.lines;
    else summed.set(key, { ...one });
  }
  return [...summed.values()];
}

/** The lowest SeverityNumber of a severity. */
export function numberOf(severity: Exclude<Severity, 'unspecified'>): number {
  return bySeverity.indexOf(severity) * 4 + 1;
}

/** Names of attributes of a resource, which stores keep among those of the line. https://opentelemetry.io/docs/specs/semconv/resource/ */
export const ofResource = /^(service|process|host|telemetry|deployment|os|container|k8s|cloud|scope)[._]/;

/** A pattern (RE2) that matches exactly this text. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
