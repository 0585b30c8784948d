import { randomBytes } from 'node:crypto';
import type { Journey } from '../../catalog/journeys.ts';
import type { Role } from '../../catalog/parts.ts';
import { ask } from '../request.ts';

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
  const response = await ask(journey, bases, run, { traceId: randomBytes(16).toString('hex') });
  const text = await response.text();
  if (!journey.answers.includes(response.status))
    throw new Error(`${journey.name}: expected ${journey.answers.join(' or ')}, answered ${response.status}`);
  return {
    status: response.status,
    waited: Number(/"waited_ms":(\d+)/.exec(text)?.[1] ?? 0),
    took: performance.now() - began,
  };
}
