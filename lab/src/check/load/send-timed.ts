import { randomBytes } from 'node:crypto';
import type { Scenario } from '../../parts/scenarios.ts';
import type { AppRole } from '../../parts/parts.ts';
import { ask } from '../request.ts';

/**
 * Sends one request of a run, with a trace id of ours, and returns how long it took and how long the app says that it waited, ms.
 * Throws if there is no answer, or one that this scenario may not give.
 */
export async function sendTimed(
  scenario: Scenario,
  bases: Record<AppRole, string>,
  run: string,
): Promise<{ status: number; waited: number; took: number }> {
  const began = performance.now();
  const response = await ask(scenario, bases, run, { traceId: randomBytes(16).toString('hex') });
  const text = await response.text();
  if (!scenario.answers.includes(response.status))
    throw new Error(`${scenario.name}: expected ${scenario.answers.join(' or ')}, answered ${response.status}`);
  return {
    status: response.status,
    waited: Number(/"waited_ms":(\d+)/.exec(text)?.[1] ?? 0),
    took: performance.now() - began,
  };
}
