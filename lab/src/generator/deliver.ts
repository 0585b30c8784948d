import { setTimeout as wait } from 'node:timers/promises';
import { describeError } from '../base/poll.ts';
import type { MadeSpan } from './make-trace.ts';
import { otlpRequest } from './otlp.ts';

/** What became of a request: taken, refused for good, or cut off so that nobody knows. */
export type Delivery = 'taken' | { refused: string } | { unknown: string };

/** How long a refused request waits before it is sent again, ms. */
const PAUSE = 500;

/**
 * Sends spans to an OTLP/HTTP receiver (`url` is its base) until it answers. Only what was certainly not taken is sent
 * again: nobody listens, or 429 and 503 (https://opentelemetry.io/docs/specs/otlp/#failures-1). Never rejects.
 */
export async function deliver(
  url: string,
  spans: readonly MadeSpan[],
  { mark, signal }: { mark?: string; signal?: AbortSignal } = {},
): Promise<Delivery> {
  const body = JSON.stringify(otlpRequest(spans, mark));
  const headers = { 'content-type': 'application/json' };
  for (;;) {
    if (signal?.aborted) return { refused: 'stopped before it was taken' };
    try {
      const response = await fetch(`${url}/v1/traces`, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(10_000),
      });
      const answer = await response.text();
      if (response.ok) return rejectedIn(answer) ?? 'taken';
      if (response.status !== 429 && response.status !== 503)
        return { refused: `status ${response.status}: ${answer}` };
    } catch (error) {
      if (!nobodyListens(error)) return { unknown: describeError(error) };
    }
    await wait(PAUSE, undefined, signal ? { signal } : {}).catch(() => {}); // aborted: the next turn says so
  }
}

/** A receiver may take a part of a request and say so (partial success). */
function rejectedIn(answer: string): Delivery | undefined {
  const { partialSuccess } = JSON.parse(answer || '{}') as {
    partialSuccess?: { rejectedSpans?: string; errorMessage?: string };
  };
  return Number(partialSuccess?.rejectedSpans ?? 0) > 0
    ? { unknown: `${partialSuccess?.rejectedSpans} spans rejected: ${partialSuccess?.errorMessage ?? ''}` }
    : undefined;
}

function nobodyListens(error: unknown): boolean {
  const code = ((error as Error).cause as { code?: string } | undefined)?.code ?? '';
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code);
}
