import { randomBytes } from 'node:crypto';
import type { Scenario } from '../parts/scenarios.ts';
import type { AppRole } from '../parts/parts.ts';
import { describeError } from '../base/poll.ts';

/** A request that was sent: the trace id that we chose for it, and how it was answered. */
export type Sent = {
  scenario: Scenario;
  traceId: string;
  /** Undefined when there was no answer. */
  status?: number;
  error?: string;
  /** ms until the complete answer had arrived. */
  duration: number;
};

/**
 * Name of one run of the check: every span of its requests carries it as `lab.run` (through W3C baggage). The collector
 * keeps no durations of a run that needs `counts` only: it recognises such runs by the first letter.
 */
export function newRun(keeps: 'counts' | 'durations' = 'durations'): string {
  return `${keeps[0]}-${randomBytes(5).toString('hex')}`;
}

/**
 * Sends one request with a trace id of ours (W3C trace context, sampled unless told otherwise) and waits for the answer.
 * Without a run it carries no mark, like anybody's request. Never throws: a failure is in `error`.
 */
export async function send(
  scenario: Scenario,
  bases: Record<AppRole, string>,
  run: string | undefined,
  { sampled = true, timeout = 15_000 }: { sampled?: boolean; timeout?: number } = {},
): Promise<Sent> {
  const traceId = randomBytes(16).toString('hex');
  const began = performance.now();
  const sent = { scenario, traceId };
  try {
    const response = await ask(scenario, bases, run, { traceId, sampled, timeout });
    await response.arrayBuffer();
    return { ...sent, status: response.status, duration: performance.now() - began };
  } catch (error) {
    return { ...sent, error: describeError(error), duration: performance.now() - began };
  }
}

/**
 * The request itself, as `send` makes it: our trace id, the run's mark if there is one. Without a trace id the service begins
 * the trace, as at anybody's request: a parent that we make up is in no trace. Rejects when there is no answer.
 */
export function ask(
  scenario: Scenario,
  bases: Record<AppRole, string>,
  run: string | undefined,
  { traceId, sampled = true, timeout = 15_000 }: { traceId?: string; sampled?: boolean; timeout?: number } = {},
): Promise<Response> {
  return fetch(bases[scenario.service] + scenario.path, {
    method: scenario.method,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout),
    headers: {
      ...(traceId && { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-${sampled ? '01' : '00'}` }),
      ...(run && { baggage: `lab.run=${run}` }),
      ...(scenario.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(scenario.body !== undefined && { body: JSON.stringify(scenario.body) }),
  });
}
