import { expect, test } from 'vitest';
import { describeFinding } from './describe-panels.ts';

test('a name in a finding cannot move the terminal’s cursor, and an error of an engine neither', () => {
  const finding = {
    dashboard: 'd',
    panel: 'p',
    query: 'A',
    choice: 'service=\u{1b}[2J',
    expected: 'an answer',
    found: '\u{1b}]0;x\u{7}',
  };
  expect(describeFinding(finding)).toBe(
    ['✗ d / p, query A (service=\\u{1b}[2J)', '    expected  an answer', '    found     \\u{1b}]0;x\\u{7}'].join('\n'),
  );
});
