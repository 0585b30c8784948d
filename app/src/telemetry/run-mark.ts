import { propagation, SpanKind, type Context } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Baggage entry and span attribute that distinguish the requests of one `lab check` from other traffic. */
export const runMarkKey = 'lab.run';

const allowed = /^[a-z0-9-]{1,32}$/;

/** Copies the baggage entry `lab.run` to all but INTERNAL spans. Anything but a short plain word is ignored: it becomes a metric label. */
export class RunMarkProcessor implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    if (span.kind === SpanKind.INTERNAL) return;
    const run = propagation.getBaggage(parent)?.getEntry(runMarkKey)?.value;
    if (run !== undefined && allowed.test(run)) span.setAttribute(runMarkKey, run);
  }

  onEnd(): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
