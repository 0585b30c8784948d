// docs/adr/057: within some days everything runs.
import { expect, test } from 'vitest';
import { suites } from '../suites.ts';
import { inTurn, turnOf, TURNS } from '../turns.ts';

const turns = Array.from({ length: TURNS }, (_, i) => i + 1);

test.each(suites.filter(({ whenAsked }) => !whenAsked))(
  '$name: every day whole, or each file once within its days',
  (suite) => {
    const days = turns.map((turn) => inTurn(suites, turn).find(({ name }) => name === suite.name));
    if (suite.everyDay || 'command' in suite) return expect(days.every((day) => day && !day.files)).toBe(true);
    const files = days.flatMap((day) => day?.files ?? []);
    expect(files.length).toBeGreaterThan(0);
    const times = TURNS / (suite.days ?? TURNS);
    for (const each of Map.groupBy(files, (file) => file).values()) expect(each).toHaveLength(times);
  },
);

test('a suite that waits to be asked for has no turn', () => {
  const waiting = suites.filter(({ whenAsked }) => whenAsked);
  for (const turn of turns)
    expect(inTurn(suites, turn).filter((one) => waiting.some(({ name }) => name === one.name))).toEqual([]);
});

test('the turn follows the date in UTC', () => {
  const days = ['2026-11-27T23:59:59Z', '2026-11-28T00:00:00Z', '2026-12-02T12:00:00Z', '2026-12-03T12:00:00Z'];
  expect(days.map((day) => turnOf(new Date(day)))).toEqual([1, 2, 6, 1]);
});
