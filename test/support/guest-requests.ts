import { randomBytes } from 'node:crypto';
import { until } from '../../lab/src/base/poll.ts';
import type { StoredSpan } from '../../lab/src/backends/trace-store.ts';
import { endpointNamed } from '../../lab/src/parts/endpoints.ts';
import { type Guest, partNamed } from '../../lab/src/parts/parts.ts';
import type { TestLab } from './test-lab.ts';

/** Where a guest of a lab answers. */
export function urlOf(lab: TestLab, guest: Guest): string {
  return endpointNamed(lab.endpoints, partNamed(guest).ports[0]!.endpoint!)!;
}

/** Asks for a path with a trace id of ours; returns the status and that id. */
export async function ask(url: string, method = 'GET'): Promise<{ status: number; traceId: string }> {
  const traceId = randomBytes(16).toString('hex');
  const headers = { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
  const answer = await fetch(url, { method, headers, redirect: 'manual' });
  await answer.arrayBuffer();
  return { status: answer.status, traceId };
}

/** A trace as soon as the store has a SERVER span of it. */
export function traceOf(lab: TestLab, traceId: string): Promise<StoredSpan[]> {
  return until(
    `trace ${traceId} is stored`,
    async () => {
      const spans = await lab.stores[0]!.trace(traceId);
      return spans.some(({ kind }) => kind === 'server') ? spans : undefined;
    },
    { deadline: 15_000, every: 200 },
  );
}
