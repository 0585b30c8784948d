import { propagation, SpanKind, type Context } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Baggage entry and span attribute that distinguish the requests of one `lab check` from other traffic. */
export const runMarkKey = 'lab.run';

const allowed = /^[a-z0-9-]{1,32}$/;

/** The mark of the run that a request belongs to. Anything but a short plain word is ignored: it becomes a metric label. */
export function runIn(context: Context): string | undefined {
  const run = propagation.getBaggage(context)?.getEntry(runMarkKey)?.value;
  return run !== undefined && allowed.test(run) ? run : undefined;
}

/** Copies the baggage entry `lab.run` to all but INTERNAL spans. */
export class RunMarkProcessor implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    if (span.kind === SpanKind.INTERNAL) return;
    const run = runIn(parent);
    if (run !== undefined) span.setAttribute(runMarkKey, run);
  }

  onEnd(): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
