import type { LogLine, Severity } from '../backends/log-store.ts';

/** A log line as the page gets it: JSON has no bigint, and a line may be 10 MB long. */
export type ShownLine = Omit<LogLine, 'time'> & {
  /** ns since the epoch. */
  time: string;
  /** Characters that the text has, where not all of them are here. */
  length?: number;
};

/** Log lines, and whether the store may have more. */
export type ShownLines = { lines: ShownLine[]; more: boolean };

/** Lines of a service with a severity, within what was looked at. */
export type LineCount = { service: string; severity: Severity; lines: number };

/** The severities that a search may ask for, lowest first. */
export const severities = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** What the page gets of a line at most: characters of its text and of a value, and attributes. */
export const most = { text: 20_000, value: 20_000, attributes: 100, lines: 500 } as const;
