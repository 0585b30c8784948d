import { expect, test } from 'vitest';
import { faults } from '../faults/catalogue/index.ts';
import { lackingFor } from '../faults/fault.ts';
import { faultNamed } from '../faults/switch.ts';
import { capabilityNames } from '../parts/capabilities.ts';
import { stacks } from '../parts/parts.ts';
import { calm, canBothBeSeen, choose, levels, type Playground, plausible } from './choose.ts';

const labs: Playground[] = stacks.flatMap((stack) => [
  { stack, capabilities: [] },
  { stack, capabilities: capabilityNames },
]);
const seeds = Array.from({ length: 300 }, (_, i) => i + 1);
const small: Playground = { stack: 'tempo', capabilities: [] };

test('the same lab, level and seed give the same game', () => {
  for (const level of levels) expect(choose(small, level, 7)).toEqual(choose(small, level, 7));
});

test.each(levels)('level %i breaks what the lab can have, of that level and no higher one', (level) => {
  for (const lab of labs)
    for (const seed of seeds) {
      const { faults: chosen, after } = choose(lab, level, seed);
      expect(chosen.map((fault) => lackingFor(fault, lab))).toEqual(chosen.map(() => undefined));
      expect(Math.max(...chosen.map(({ game }) => game.level))).toBe(level);
      expect(chosen).toHaveLength(level === 3 ? 2 : 1);
      expect(after).toBeGreaterThanOrEqual(calm.min);
      expect(after).toBeLessThanOrEqual(calm.max);
    }
});

test('two that are broken at once differ in part, group and what they change', () => {
  for (const seed of seeds) {
    const [a, b] = choose(small, 3, seed).faults;
    expect(a!.game.part).not.toBe(b!.game.part);
    expect(a!.group).not.toBe(b!.group);
    expect(a!.means.changes).not.toBe(b!.means.changes);
  }
});

test.each([
  ['collector-killed', 'error-share', 'nothing arrives'],
  ['prometheus-stopped', 'cpu-burn', 'no panel has data'],
  ['tempo-stopped', 'personal-data', 'only spans show it'],
  ['orders-paused', 'error-share', 'no request comes so far'],
  ['crash', 'slow-route', 'both are in orders'],
])('%s is not broken together with %s: %s', (a, b) => {
  expect(canBothBeSeen(faultNamed(a), faultNamed(b))).toBe(false);
  expect(canBothBeSeen(faultNamed(b), faultNamed(a))).toBe(false);
});

test('…and others are', () => {
  expect(canBothBeSeen(faultNamed('tempo-stopped'), faultNamed('cpu-burn'))).toBe(true);
});

test('each fault of levels 1 and 2 is in a game, and neighbouring seeds differ', () => {
  for (const level of [1, 2] as const) {
    const games = seeds.map((seed) => choose(small, level, seed));
    const due = faults.filter((fault) => fault.game.level === level && !lackingFor(fault, small));
    expect(new Set(games.flatMap((game) => game.faults))).toEqual(new Set(due));
    const alike = games.filter(({ faults: [fault] }, i) => i > 0 && fault === games[i - 1]!.faults[0]);
    expect(alike.length).toBeLessThan(seeds.length / 3);
  }
});

test('the list of causes has each game’s, and grows with the level', () => {
  const sizes = levels.map((level) => plausible(small, level).length);
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  for (const level of levels)
    for (const seed of seeds)
      for (const fault of choose(small, level, seed).faults) expect(plausible(small, level)).toContain(fault);
});

test('descriptions tell the causes of a list apart', () => {
  expect(new Set(faults.map(({ does }) => does)).size).toBe(faults.length);
});
