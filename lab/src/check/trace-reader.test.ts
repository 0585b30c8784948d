import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TraceStore } from '../backends/trace-store.ts';
import { NoAnswer } from '../backends/within.ts';
import { traceReader } from './trace-reader.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A store that takes each request and says nothing. */
function silentStore() {
  const asked: string[] = [];
  const store = { name: 'Tempo', trace: (traceId: string) => (asked.push(traceId), new Promise<never>(() => {})) };
  return { asked, store: store as unknown as TraceStore };
}

test('a store that says nothing is asked again until the deadline, then no more, for no trace', async () => {
  const { asked, store } = silentStore();
  const read = traceReader(store, performance.now() + 15_000);
  for (const traceId of ['first', 'second']) {
    const refused = expect(read(traceId)).rejects.toThrow(new NoAnswer('Tempo gave no answer within 10 s'));
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
  }
  await expect(read('third')).rejects.toThrow(NoAnswer);
  expect(asked).toEqual(['first', 'second']);
});

test('an error is no silence', async () => {
  const trace = vi.fn(() => Promise.reject(new Error('status 500')));
  const read = traceReader({ name: 'Tempo', trace } as unknown as TraceStore, 0);
  for (let i = 0; i < 2; i++) await expect(read('one')).rejects.toThrow('status 500');
  expect(trace).toHaveBeenCalledTimes(2);
});
