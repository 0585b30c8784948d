import { expect, test } from 'vitest';
import { Interrupted, interruptible } from './interruptible.ts';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s aborts the work and becomes exit code %i', async (name, exitCode) => {
  const work = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('cut short')));
      process.emit(name, name);
    });
  const error = await interruptible('Stopped.', work).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Interrupted);
  expect(error).toMatchObject({ message: 'Stopped.', exitCode });
});
