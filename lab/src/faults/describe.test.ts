import { expect, test } from 'vitest';
import { countsInWords, factsOf, namersOf, onInALine, onInWords, startFor } from './describe.ts';
import { faultNamed, type FaultOn } from './switch.ts';

const on: FaultOn = { name: 'slow-route', since: 1000, until: 1120, strength: 600, pid: 4711, startTime: '1' };
const at = (now: number, runs: boolean | undefined) => onInWords(on, 'ms', { now, runs: () => runs });

test('a fault whose owner runs says for how long, how strong it is, and who ends it when', () => {
  expect(at(1040, true)).toEqual({
    lasts: 'for 40 s',
    by: '600 ms',
    ends: 'ends in 80 s, by pid 4711',
    stays: false,
  });
  const asked = onInWords(on, 'ms', { now: 1040, runs: () => true, self: 4711 });
  expect(asked.ends).toBe('ends in 80 s, by this console');
});

test('a fault whose owner is gone stays on, and says so with the command that ends it', () => {
  const gone = { ends: 'what would have ended it is gone: npm run lab -- heal slow-route', stays: true };
  expect(at(1040, false)).toMatchObject(gone);
  expect(at(1200, undefined)).toMatchObject(gone); // long over, though nobody can see the process
  expect(at(1200, true)).toMatchObject(gone); // another process has the number
});

test('where processes cannot be seen, it says so', () => {
  expect(at(1040, undefined)).toMatchObject({ ends: expect.stringContaining('if that still runs'), stays: false });
});

test('a fault without an end says how to end it', () => {
  const { until: _, ...endless } = on;
  expect(onInWords(endless, undefined, { now: 1040, runs: () => true })).toEqual({
    lasts: 'for 40 s',
    ends: 'until somebody heals it: npm run lab -- heal slow-route',
    stays: true,
  });
  expect(onInALine({ ...endless, since: Date.now() / 1000 - 5 }, 'ms', () => true)).toBe(
    'slow-route, 600 ms, for 5 s; until somebody heals it: npm run lab -- heal slow-route',
  );
});

test('what a lab lacks for a fault comes with the command that starts one which has it', () => {
  const jaeger = faultNamed('jaeger-stopped');
  expect(factsOf(jaeger, { stack: 'tempo', capabilities: [] })).toMatchObject({
    lacks: 'it needs a stack of jaeger or both',
    next: 'npm stop && npm start -- --stack jaeger',
  });
  expect(factsOf(jaeger, { stack: 'both', capabilities: [] })).not.toHaveProperty('lacks');
  expect(startFor({ needs: ['shop', 'logs'] })).toBe('npm start -- --with shop,logs');
  expect(startFor({ stacks: ['tempo', 'both'] })).toBe('npm stop && npm start');
});

test('who names a fault, and what becomes of the counts, is said in words', () => {
  expect(namersOf({ alert: 'TargetDown', hop: 'store', rule: { id: 'LAB-007', service: 'stock' } })).toEqual([
    'alert TargetDown',
    'hop store of npm run check',
    'rule LAB-007 of npm run lab -- score stock',
  ]);
  expect(namersOf(undefined)).toEqual([]);
  expect([countsInWords('exact'), countsInWords({ wrong: 'one is missing' })]).toEqual(['exact', 'one is missing']);
});
