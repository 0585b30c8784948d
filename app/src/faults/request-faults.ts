import { setTimeout as sleep } from 'node:timers/promises';
import type { PeerClient } from '../peers/peer-client.ts';

/** What a fault of a request may use. */
export type FaultyRequest = { peers: PeerClient };

/** Faults of single requests, by flag. `value` is the flag's, in the unit that its description says. */
export const requestFaults: Readonly<Record<string, (value: number, request: FaultyRequest) => unknown>> = {
  'slow-route': (ms) => sleep(ms),
  'long-tail': (ms) => sleep(ms),
  'slow-disk': (ms) => sleep(ms),
  'error-share': () => {
    throw new Error('The connection pool is exhausted.');
  },
  'error-one-item': () => {
    throw new Error('The price of this item is missing.');
  },
  'n-plus-one': async (count, { peers }) => {
    for (let i = 0; i < count; i++) await peers.call('stock', '/shelf/book'); // one by one, as a loop over rows asks
  },
  'retry-storm': () => {
    throw new Error('Overloaded: more requests than this service can take.');
  },
  'timeout-too-short': (ms) => sleep(ms),
  'timeout-too-long': (seconds) => sleep(seconds * 1000),
  crash: () => {
    setImmediate(() => {
      throw new Error('An exception that nobody catches.');
    });
    return new Promise(() => {}); // the request is never answered
  },
};
