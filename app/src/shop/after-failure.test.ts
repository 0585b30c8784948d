import { expect, test } from 'vitest';
import { Problem } from '../http/problem.ts';
import { afterFailure, Unhandleable } from './after-failure.ts';

const answered = (status: number) => new Problem(status, 'no');

test.each([400, 404, 409, 422])('a message that is refused with %i is dead at once', (status) => {
  expect(afterFailure(answered(status), 1)).toBe('dead');
});

test('a message that cannot be read is dead at once', () => {
  expect(afterFailure(new Unhandleable('not JSON'), 1)).toBe('dead');
});

test.each([408, 429, 502, 503, 504])('a message that is answered with %i is tried without end', (status) => {
  expect(afterFailure(answered(status), 1)).toBe(100);
  expect(afterFailure(answered(status), 1_000_000)).toBe(2000);
});

test.each([answered(500), new TypeError('a bug')])('%s is dead after 5 tries', (error) => {
  expect([1, 2, 3, 4, 5].map((tries) => afterFailure(error, tries))).toEqual([100, 200, 400, 800, 'dead']);
});
