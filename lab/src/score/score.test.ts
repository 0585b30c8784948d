import { expect, test } from 'vitest';
import { LabError } from '../base/lab-error.ts';
import { scoreService } from './score.ts';

test('a store that does not answer is named, with what to do next', async () => {
  const nobody = 'http://127.0.0.1:9'; // the port "discard"
  const endpoints = { tempo: nobody, prometheus: nobody, inventory: nobody } as never;
  const failure = await scoreService({ endpoints }, { service: 'any', minutes: 5, traces: 10 }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(LabError);
  expect((failure as LabError).message).toContain('Tempo does not answer: nothing can be judged.');
  expect((failure as LabError).failure.next).toBe('npm run status');
});
