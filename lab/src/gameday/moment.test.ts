import { expect, test } from 'vitest';
import { clock, parseMoment, span } from './moment.ts';

const now = new Date(2026, 10, 27, 14, 5, 0).getTime() / 1000;

test.each([
  ['14:03:20', -100],
  ['14:03', -120],
  ['9:05:00', -5 * 3600],
  ['30 s ago', -30],
  ['30s', -30],
  ['2 min ago', -120],
  ['1 minute ago', -60],
  [' 14:05:00 ', 0],
  ['14:06:00', 60 - 86_400], // yesterday
])('%j is a moment', (text, off) => expect(parseMoment(text, now)).toBe(now + off));

test.each(['', 'soon', '25:00:00', '14:60', '14:03:61', '14', 'ago', '-5 s', '3 h ago'])('%j is none', (text) =>
  expect(parseMoment(text, now)).toBeUndefined(),
);

test('a clock and a span are written as they are read', () => {
  expect(clock(now)).toBe('14:05:00');
  expect([span(0), span(59.4), span(60), span(130)]).toEqual(['0 s', '59 s', '1 min 0 s', '2 min 10 s']);
});
