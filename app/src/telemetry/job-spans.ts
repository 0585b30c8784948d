import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { onJobs } from './jobs.ts';

const tracer = trace.getTracer('span-metrics-lab.jobs');

/** An INTERNAL root span for each job. Without it, a trace would begin with the job's first call, and not say why it was made. */
export function traceJobs(): void {
  onJobs((name, work) =>
    tracer.startActiveSpan(name, {}, ROOT_CONTEXT, async (span) => {
      try {
        return await work();
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
        throw error;
      } finally {
        span.end();
      }
    }),
  );
}
