import { expect, test } from 'vitest';
import { duration, integer, listOf, milliseconds, suggest } from './values.ts';

test('a list takes commas, spaces and repetition, and counts each name once', () => {
  const colours = listOf(['red', 'green', 'blue']);
  expect(colours(' green , red,', ['red'])).toEqual(['red', 'green']);
  expect(colours('', [])).toEqual([]);
});

test('an integer has digits only and both bounds belong to it', () => {
  const small = integer({ min: 1, max: 10 });
  expect(['1', '10'].map(small)).toEqual([1, 10]);
  for (const text of ['0', '11', '', ' 2', '2.0', '1e1', '0x2', '-1']) expect(() => small(text)).toThrow('1 to 10');
});

test('durations are those of k6', () => {
  expect(['500ms', '30s', '1h30m'].map(duration)).toEqual(['500ms', '30s', '1h30m']);
  for (const text of ['30', 's', '30 s', '-5s', '5d']) expect(() => duration(text)).toThrow('such as 30s');
});

test('a duration is the sum of its units', () => {
  expect(['500ms', '30s', '1h30m', '1m1s1ms'].map(milliseconds)).toEqual([500, 30_000, 5_400_000, 61_001]);
});

test('only a close word is suggested', () => {
  expect(suggest('tempp', ['jaeger', 'tempo'])).toBe('\n(Did you mean tempo?)');
  expect(suggest('zipkin', ['jaeger', 'tempo'])).toBe('');
});
