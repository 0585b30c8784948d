import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test('a name cannot move the cursor, colour the terminal or turn a line around', () => {
  expect(printable('\u{1b}[2J\u{7}\0\r\u{202e}x\u{9b}')).toBe(String.raw`\u{1b}[2J\u{7}\u{0}\u{d}\u{202e}x\u{9b}`);
});

test('every other text stays as it is', () => {
  expect(printable('two\n\tlines, é, 🛒, مرحبا')).toBe('two\n\tlines, é, 🛒, مرحبا');
});
