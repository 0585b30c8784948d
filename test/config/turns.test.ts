// docs/adr/057: within three days everything runs.
import { expect, test } from 'vitest';
import { suites } from '../suites.ts';
import { inTurn, turnOf, TURNS } from '../turns.ts';

const turns = Array.from({ length: TURNS }, (_, i) => i + 1);

test('every suite has its turn, and every file exactly one', () => {
  const run = turns.map((turn) => inTurn(suites, turn));
  for (const suite of suites) {
    const days = run.map((chosen) => chosen.find(({ name }) => name === suite.name));
    if (suite.everyDay || 'command' in suite) expect(days.every((day) => day && !day.files)).toBe(true);
    else expect(days.some((day) => day?.files?.length)).toBe(true);
  }
  const files = run.flatMap((chosen) =>
    chosen.flatMap(({ name, files = [] }) => files.map((file) => `${name} ${file}`)),
  );
  expect(new Set(files).size).toBe(files.length);
});

test('the turn follows the date in UTC, and three days have all of them', () => {
  const days = ['2026-11-27T23:59:59Z', '2026-11-28T00:00:00Z', '2026-11-29T12:00:00Z'];
  expect(days.map((day) => turnOf(new Date(day)))).toEqual([1, 2, 3]);
});
