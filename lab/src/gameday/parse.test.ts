import { expect, test } from 'vitest';
import { parseEstimates } from './estimates.ts';
import { causesOf, parseLine, readCause } from './parse.ts';
import { begun, gameOf } from './testing.ts';

const game = gameOf();
const read = (line: string) => parseLine(game, line, begun + 100);

test.each([
  ['', undefined],
  ['noticed', { kind: 'noticed' }],
  ['hint', { kind: 'hint' }],
  ['give up', { kind: 'give up' }],
  ['give-up', { kind: 'give up' }],
  ['part orders', { kind: 'part', part: 'orders' }],
  ['PART Orders', { kind: 'part', part: 'orders' }],
  ['orders', { kind: 'part', part: 'orders' }],
  ['since 14:01:00', { kind: 'since', moment: begun + 60 }],
  ['since 30 s ago', { kind: 'since', moment: begun + 70 }],
  ['14:01:00', { kind: 'since', moment: begun + 60 }],
  ['30 s ago', { kind: 'since', moment: begun + 70 }],
  ['note  p95 of   gateway', { kind: 'note', text: 'p95 of gateway' }],
  ['causes', 'causes'],
  ['help', 'help'],
])('%j is understood', (line, said) => expect(read(line)).toEqual(said));

test('a cause is a number of the list, or the name of its fault', () => {
  const number = causesOf(game).findIndex(({ name }) => name === 'slow-route') + 1;
  for (const line of [`cause ${number}`, String(number), 'cause slow-route'])
    expect(read(line)).toEqual({ kind: 'cause', fault: 'slow-route' });
});

test.each([
  ['part kitchen', 'This lab has no part "kitchen".'],
  ['part jaeger', 'This lab has no part "jaeger".'],
  ['cause 0', 'The list has no cause "0".'],
  ['cause 999', 'The list has no cause "999".'],
  ['cause 1.5', 'The list has no cause "1.5".'],
  ['since yesterday', '"yesterday" is no moment.'],
  ['what now', '"what now" is no answer.'],
  ['give me a hint', '"give me a hint" is no answer.'],
])('%j is refused, and costs nothing', (line, what) => expect(() => read(line)).toThrow(what));

test('a cause of a higher level is not in the list', () => {
  expect(() => readCause(game, 'retry-storm')).toThrow('The list has no cause');
  expect(readCause(gameOf({ level: 3 }), 'retry-storm')).toEqual({ kind: 'cause', fault: 'retry-storm' });
});

test('estimates are three numbers of minutes', () => {
  expect(parseEstimates('2,5,8')).toEqual({ notice: 2, part: 5, cause: 8 });
  expect(parseEstimates('0.5 1 2')).toEqual({ notice: 0.5, part: 1, cause: 2 });
  for (const text of ['', '2,5', '2,5,8,9', 'a,b,c', '-1,2,3']) expect(parseEstimates(text)).toBeUndefined();
});
