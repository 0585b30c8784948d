import { expect, test } from 'vitest';
import { purchaseIdOf } from './purchase-id.ts';

test('the same key is the same id, another key another one', () => {
  expect(purchaseIdOf('order 7')).toBe(purchaseIdOf('order 7'));
  expect(purchaseIdOf('order 7')).not.toBe(purchaseIdOf('order 8'));
  expect(purchaseIdOf('order 7')).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('without a key every purchase has an id of its own', () => {
  expect(purchaseIdOf(undefined)).not.toBe(purchaseIdOf(undefined));
});

test.each(['', 'x'.repeat(129), 'tab\t', 'ä'])('the key %j is refused', (key) => {
  expect(() => purchaseIdOf(key)).toThrow('Idempotency-Key: expected 1 to 128 printable ASCII characters.');
});
