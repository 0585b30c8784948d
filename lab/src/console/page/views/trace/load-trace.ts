import { type OtlpTrace, spansOf } from '../../../../backends/otlp-json.ts';
import type { StoredSpan } from '../../../../backends/trace-store.ts';
import { ask, Problem } from '../../shell/ask.ts';

const paths = {
  Tempo: (traceId: string) => `/tempo/api/v2/traces/${traceId}`,
  Jaeger: (traceId: string) => `/jaeger/api/v3/traces/${traceId}?raw_traces=true`,
};

/** A trace's spans from either store; undefined if the store does not know it (yet). Throws a Problem if it cannot read it. */
export async function loadTrace(
  store: keyof typeof paths,
  traceId: string,
  signal: AbortSignal,
): Promise<StoredSpan[] | undefined> {
  type Answer = { trace?: OtlpTrace; result?: OtlpTrace };
  const answer = await ask<Answer>(paths[store](traceId), { signal }).catch((error: Error): Answer => {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 404) return {};
    // 502 and 0 are the console's own: the store did not answer at all
    if (error.status === 502 || error.status === 0) throw error;
    throw new Problem(
      error.status,
      `${store} cannot read this trace.`,
      `It answered with status ${error.status}: ${error.found || error.message}`,
    );
  });
  const spans = spansOf(answer.trace ?? answer.result ?? {});
  return spans.length > 0 ? spans : undefined;
}
