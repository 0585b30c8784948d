import { expect, test } from 'vitest';
import { closeNames } from './close-names.ts';

test('case, signs and a few letters are close, another word is not', () => {
  const names = ['checkout', 'Check_Out', 'check-out-api', 'chekout', 'cart', 'ch', 'gateway'];
  expect(closeNames('check-out', names)).toEqual(['checkout', 'Check_Out', 'check-out-api', 'chekout']);
  expect(closeNames('a', ['b', 'A'])).toEqual(['A']);
});
