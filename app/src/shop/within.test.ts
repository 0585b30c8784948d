import { expect, test } from 'vitest';
import { within } from './within.ts';

test('an answer in time is passed on, and so is a failure', async () => {
  await expect(within(5000, 'Valkey', Promise.resolve(7))).resolves.toBe(7);
  await expect(within(5000, 'Valkey', Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('an engine that does not answer is a problem with status 503 that names it', async () => {
  await expect(within(5, 'Valkey', new Promise(() => {}))).rejects.toMatchObject({
    status: 503,
    message: 'Valkey did not answer within 5 ms.',
  });
});
