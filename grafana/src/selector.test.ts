import { expect, test } from 'vitest';
import { escapedForRegex, selector, seriesOf } from './selector.ts';

test('a selector has a matcher for each label, and is empty without labels', () => {
  expect(selector({ service_name: 'my "shop"', span_name: 'GET /a\\b' })).toBe(
    String.raw`service_name="my \"shop\"", span_name="GET /a\\b"`,
  );
  expect(seriesOf('m', {})).toBe('m{}');
});

test('half a surrogate pair, which no engine accepts, becomes the replacement character', () => {
  expect(selector({ a: '\ud800' })).toBe('a="\ufffd"');
});

test('an escaped value matches itself and nothing else', () => {
  const odd = '^a.b*c+(d)|[e]{f}?\\g$';
  expect(new RegExp(`^${escapedForRegex(odd)}$`).test(odd)).toBe(true);
  expect(new RegExp(`^${escapedForRegex('a.b')}$`).test('a-b')).toBe(false);
});
