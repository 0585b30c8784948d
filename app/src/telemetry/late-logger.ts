import { context, diag, DiagLogLevel, ROOT_CONTEXT } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import type { Logger } from '../logger.ts';
import { telemetryComponent } from './log-lines.ts';
import { GivenUp } from './retrying-exporter.ts';

/** Log lines of the telemetry, its SDK's warnings included; lines before `use` are dropped. Spans that were given up are reported in numbers at the end. */
export function lateLogger() {
  let logger: Logger | undefined;
  // Outside any span: an export does not belong to the request during which it started.
  const write = (level: 'error' | 'warn' | 'info', fields: object, message: string) =>
    context.with(ROOT_CONTEXT, () => logger?.[level](fields, message));
  return {
    use(created: Logger): void {
      logger = created.child({ component: telemetryComponent });
      setGlobalErrorHandler((error) => {
        if (!(error instanceof GivenUp))
          write('error', { error: error instanceof Error ? error.message : error }, 'telemetry failed');
      });
      const line = (level: 'error' | 'warn') => (message: string) => write(level, {}, message);
      const silent = (): void => {};
      if (process.env['OTEL_LOG_LEVEL'] !== undefined) return; // then the SDK writes to the console itself
      diag.setLogger(
        { error: line('error'), warn: line('warn'), info: silent, debug: silent, verbose: silent },
        DiagLogLevel.WARN,
      );
    },
    info: (fields: object, message: string): void => write('info', fields, message),
    warn: (fields: object, message: string): void => write('warn', fields, message),
  };
}
