import { expect, test } from 'vitest';
import { batched } from './producer.ts';

test('what is sent while a batch is on its way is the next batch', async () => {
  const batches: number[][] = [];
  const gate = Promise.withResolvers<void>();
  const send = batched<number>(async (items) => {
    batches.push(items);
    await gate.promise;
  }, 10);
  const first = send([1]);
  await Promise.resolve();
  await Promise.resolve();
  const rest = [send([2]), send([3, 4])];
  gate.resolve();
  await Promise.all([first, ...rest]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test('a batch that fails fails for its own messages only', async () => {
  let calls = 0;
  const send = batched<number>(async () => {
    if (calls++ === 0) throw new Error('away');
  }, 10);
  await expect(send([1])).rejects.toThrow('away');
  await expect(send([2])).resolves.toBeUndefined();
});

test('more than may wait are refused with 503', async () => {
  const send = batched<number>(() => new Promise(() => {}), 2);
  void send([1]);
  await Promise.resolve();
  await Promise.resolve();
  void send([2, 3]);
  await expect(send([4])).rejects.toMatchObject({ status: 503, message: 'Kafka is too slow: 2 messages wait.' });
});
