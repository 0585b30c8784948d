import { describe, expect, test } from 'vitest';
import { describeMove, judge } from './judge.ts';
import { standingOf, stillAsked } from './standing.ts';
import { begun, gameOf, played } from './testing.ts';

const right = { part: { kind: 'part', part: 'orders' }, cause: { kind: 'cause', fault: 'slow-route' } } as const;
const since = (seconds: number) => ({ kind: 'since', moment: begun + seconds }) as const;

test('all answers right, at once and exact, are worth all points and end the game', () => {
  const game = played(gameOf(), [
    [70, { kind: 'noticed' }],
    [80, right.part],
    [90, since(40)],
    [100, right.cause],
  ]);
  expect(game.over).toEqual({ at: begun + 100, why: 'answered' });
  expect(standingOf(game)).toMatchObject({
    points: 100,
    most: 100,
    noticed: begun + 70,
    partFound: begun + 80,
    causeFound: begun + 100,
  });
});

test('wrong answers and hints cost, and can be tried again', () => {
  const game = played(gameOf(), [
    [60, { kind: 'part', part: 'gateway' }],
    [61, { kind: 'cause', fault: 'crash' }],
    [62, since(100)],
    [63, { kind: 'hint' }],
    [64, right.part],
    [65, right.cause],
  ]);
  expect(game.over).toBeUndefined();
  expect(standingOf(game)).toMatchObject({ points: 70 - 40, hints: 1, wrong: { part: 1, cause: 1, since: 1 } });
  expect(stillAsked(standingOf(game))).toEqual(['first bad second']);
});

test.each([
  [30, 'full'],
  [50, 'full'],
  [51, 'half'],
  [10, 'half'],
  [70, 'half'],
  [71, 'none'],
  [9, 'none'],
])('the first bad second was 40; %i is worth: %s', (seconds, worth) => {
  expect(judge(gameOf(), since(seconds), begun + 90)).toMatchObject({ worth });
});

test('half the points for a first bad second that is a little off', () => {
  expect(standingOf(played(gameOf(), [[90, since(60)]])).points).toBe(15);
});

test('there are no negative points', () => {
  const game = played(gameOf(), [
    [60, { kind: 'part', part: 'gateway' }],
    [61, { kind: 'part', part: 'console' }],
  ]);
  expect(standingOf(game).points).toBe(0);
});

describe('before anything is broken', () => {
  const { broken: _, ...calm } = gameOf();

  test('the right answers are wrong, in the same words as any other wrong one', () => {
    const move = judge(calm, right.part, begun + 10);
    expect(move).toMatchObject({ right: false });
    expect(describeMove(move)).toBe('✗ Part: not orders (-10 points).');
    expect(judge(calm, right.cause, begun + 10)).toMatchObject({ right: false });
    expect(judge(calm, since(10), begun + 10)).toMatchObject({ worth: 'none' });
  });

  test('noticing is a false alarm, and does not count as the time to notice', () => {
    const early = played(calm, [[10, { kind: 'noticed' }]]);
    const game = played({ ...early, broken: begun + 40 }, [[75, { kind: 'noticed' }]]);
    expect(standingOf(game)).toMatchObject({ falseAlarms: 1, noticed: begun + 75 });
  });
});

test('hints go from vague to plain, and then there is none', () => {
  const game = played(gameOf(), [
    [60, { kind: 'hint' }],
    [61, { kind: 'hint' }],
  ]);
  expect(game.moves.map((move) => 'text' in move && move.text)).toEqual([
    'One route is slow, and only some services serve it.',
    'Open a trace of GET /chain: which span has time of its own?',
  ]);
  expect(() => judge(game, { kind: 'hint' }, begun + 62)).toThrow('There is no further hint.');
});

test('what is answered is refused at no cost', () => {
  const game = played(gameOf(), [[60, right.part]]);
  expect(() => judge(game, { kind: 'part', part: 'gateway' }, begun + 70)).toThrow('This is answered already.');
});

describe('with two faults', () => {
  const two = gameOf({ level: 3, faults: ['retry-storm', 'tempo-stopped'] });

  test('each has a part and a cause, in any order, and both begin at one moment', () => {
    const half = played(two, [
      [60, { kind: 'cause', fault: 'tempo-stopped' }],
      [61, { kind: 'part', part: 'orders' }],
      [62, since(45)],
    ]);
    expect(half.over).toBeUndefined();
    expect(stillAsked(standingOf(half))).toEqual(['part', 'cause']);
    const game = played(half, [
      [70, { kind: 'part', part: 'tempo' }],
      [80, { kind: 'cause', fault: 'retry-storm' }],
    ]);
    expect(game.over?.why).toBe('answered');
    expect(standingOf(game)).toMatchObject({ points: 170, most: 170, partFound: begun + 70 });
  });

  test('a hint is about what is not found yet', () => {
    const game = played(two, [
      [60, { kind: 'part', part: 'orders' }],
      [61, { kind: 'cause', fault: 'retry-storm' }],
      [62, { kind: 'hint' }],
    ]);
    expect(game.moves.at(-1)).toMatchObject({ text: 'Numbers go on, traces do not.' });
  });
});

test('who gives up ends the game', () => {
  const { over } = played(gameOf(), [[60, { kind: 'give up' }]]);
  expect(over).toEqual({ at: begun + 60, why: 'given up' });
});
