import { randomUUID } from 'node:crypto';
import {
  INVALID_TRACEID,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type TextMapPropagator,
} from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
  type Span,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { onEvaluated } from '../faults/evaluated.ts';
import { switches } from '../faults/switches.ts';

/** Each evaluation of a flag is an event of the span in which it was made (https://opentelemetry.io/docs/specs/semconv/feature-flags/). */
export function recordEvaluations(): void {
  onEvaluated((event, attributes) => void trace.getActiveSpan()?.addEvent(event, attributes as Attributes));
}

/** Spoils spans as the switches say, as a wrong instrumentation would. */
export class FaultySpans implements SpanProcessor {
  onStart(): void {}

  onEnding(span: Span): void {
    if (span.kind !== SpanKind.SERVER) return;
    if (switches.statusOk !== 0 && span.status.code === SpanStatusCode.ERROR)
      span.setStatus({ code: SpanStatusCode.OK });
    if (switches.idsInNames !== 0) span.updateName(nameByUrl(span.attributes, switches.idsInNames));
    if (switches.randomNames !== 0) span.updateName(`${span.name} ${randomUUID()}`);
    if (Math.random() * 100 < switches.noTraceIds) Object.assign(span.spanContext(), { traceId: INVALID_TRACEID });
    if (switches.personalData !== 0) span.setAttribute('enduser.id', 'jane.doe@example.com');
  }

  onEnd(): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

/** Method and path. So many ids and no more: each name makes some thirty series, and the lab must survive. */
function nameByUrl({ 'http.request.method': method, 'url.path': path }: Attributes, ids: number): string {
  return `${String(method)} ${String(path).replaceAll(/\d+/g, (id) => String(Number(id) % ids))}`;
}

/** Keeps every trace, or the share that the switch says. */
export class SwitchedSampler implements Sampler {
  readonly #all = new ParentBasedSampler({ root: new AlwaysOnSampler() });
  #some: { percent: number; sampler: Sampler } | undefined;

  shouldSample(...asked: Parameters<Sampler['shouldSample']>) {
    const percent = switches.sampled;
    if (percent === 0) return this.#all.shouldSample(...asked);
    if (this.#some?.percent !== percent)
      this.#some = { percent, sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(percent / 100) }) };
    return this.#some.sampler.shouldSample(...asked);
  }

  toString(): string {
    return switches.sampled === 0 ? this.#all.toString() : this.#some!.sampler.toString();
  }
}

/** The SDK's usual propagators, which pass nothing on while the switch is set. */
export class SwitchedPropagator implements TextMapPropagator {
  readonly #usual = new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  });

  inject(...asked: Parameters<TextMapPropagator['inject']>): void {
    if (switches.lostContext === 0) this.#usual.inject(...asked);
  }

  extract(...asked: Parameters<TextMapPropagator['extract']>): Context {
    return this.#usual.extract(...asked);
  }

  fields(): string[] {
    return this.#usual.fields();
  }
}
