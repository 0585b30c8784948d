import { pino, type Logger } from 'pino';
import type { Role } from './roles/role.ts';

export type { Logger };

/** JSON lines on stdout. The telemetry adds `trace_id` and `span_id` while a request is being served. */
export function createLogger(role: Role, level: string): Logger {
  return pino({
    level,
    base: { service: role },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
