import { randomBytes, randomUUID } from 'node:crypto';
import { describeError } from '../../base/poll.ts';
import type { PurchaseMode } from './purchase-spans.ts';

/** A purchase as it was sent and answered. */
export type Bought = {
  mode: PurchaseMode;
  /** The client's idempotency key. */
  key: string;
  traceId: string;
  status?: number;
  /** Of the order, if the answer has one. */
  id?: string;
  error?: string;
};

/** The status of an accepted purchase. */
export const accepted: Readonly<Record<PurchaseMode, number>> = { 'at once': 201, queued: 202 };

export type BuyOptions = { run?: string; key?: string; body?: unknown; timeout?: number };

/**
 * Sends a purchase with a trace id and a key of ours, marked as one of `run` if it is given. Never throws: a failure is in
 * `error`. `timeout` in ms.
 */
export async function buy(gateway: string, mode: PurchaseMode, options: BuyOptions = {}): Promise<Bought> {
  const { run, key = randomUUID(), body = { item: 'book', quantity: 1 }, timeout = 15_000 } = options;
  const bought = { mode, key, traceId: randomBytes(16).toString('hex') };
  try {
    const response = await fetch(`${gateway}/purchases${mode === 'queued' ? '?mode=queued' : ''}`, {
      method: 'POST',
      signal: AbortSignal.timeout(timeout),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        traceparent: `00-${bought.traceId}-${randomBytes(8).toString('hex')}-01`,
        ...(run && { baggage: `lab.run=${run}` }),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { id?: string; detail?: string };
    return {
      ...bought,
      status: response.status,
      ...(answer.id !== undefined && { id: answer.id }),
      ...(answer.detail !== undefined && { error: answer.detail }),
    };
  } catch (error) {
    return { ...bought, error: describeError(error) };
  }
}

/** Whether the answer promised the purchase. */
export const isAccepted = ({ mode, status }: Bought): boolean => status === accepted[mode];
