import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';
import { readLabEnv } from '../parts/env-file.ts';
import { portNames } from '../parts/parts.ts';

test('SECURITY.md says of every port who listens there and what a web page can do, and of no other', () => {
  const env = readLabEnv({ shell: {} });
  const page = readFileSync(join(checkout, 'SECURITY.md'), 'utf8');
  expect(portsInTable(page)).toEqual(portNames.map((name) => env[name]).toSorted((a, b) => a - b));
});

test('a port that the table lacks or repeats is noticed', () => {
  expect(portsInTable('| port | who |\n|---|---|\n| 10–12, 9 | a |\n| 11 | b |\n')).toEqual([9, 10, 11, 11, 12]);
});

/** The numbers in the first column of tables, ranges expanded, in order. */
function portsInTable(page: string): number[] {
  const cells = [...page.matchAll(/^\| ([\d–, ]+) \|/gm)].map(([, cell = '']) => cell);
  return cells
    .flatMap((cell) => cell.split(', '))
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('–').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    })
    .toSorted((a, b) => a - b);
}
