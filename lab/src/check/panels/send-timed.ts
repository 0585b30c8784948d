import { randomBytes } from 'node:crypto';
import type { Journey } from '../../catalog/journeys.ts';
import type { Role } from '../../catalog/parts.ts';

/**
 * Sends one request of a run, with a trace id of ours, and says how long it took and how long the app says that it waited, ms.
 * Throws if there is no answer, or one that this journey may not give.
 */
export async function sendTimed(
  journey: Journey,
  bases: Record<Role, string>,
  run: string,
): Promise<{ status: number; waited: number; took: number }> {
  const began = performance.now();
  const response = await fetch(bases[journey.service] + journey.path, {
    method: journey.method,
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
    headers: {
      traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
      baggage: `lab.run=${run}`,
      ...(journey.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(journey.body !== undefined && { body: JSON.stringify(journey.body) }),
  });
  const text = await response.text();
  if (!journey.answers.includes(response.status))
    throw new Error(`${journey.name}: expected ${journey.answers.join(' or ')}, answered ${response.status}`);
  return {
    status: response.status,
    waited: Number(/"waited_ms":(\d+)/.exec(text)?.[1] ?? 0),
    took: performance.now() - began,
  };
}
