import { expect, test } from 'vitest';
import { z } from 'zod';
import { deadLetter } from './dead-letter.ts';
import { contentOf } from './message.ts';

test('a dead letter is the message with the reason and the tries in its headers', () => {
  const headers = new Map([
    ['traceparent', '00-1-2-01'],
    ['own', 'kept'],
  ]);
  const context = { traceparent: '00-1-3-01' };
  expect(deadLetter({ topic: 'purchases', key: 'k', value: '{', headers }, new Error('not JSON'), 5, context)).toEqual({
    topic: 'purchases-dead',
    key: 'k',
    value: '{',
    headers: { own: 'kept', traceparent: '00-1-3-01', error: 'not JSON', tries: '5' },
  });
});

test('a message without key and value is kept, too', () => {
  const letter = { topic: 'orders-placed', key: undefined, value: undefined, headers: new Map() };
  expect(deadLetter(letter, new Error('x'), 1, {})).toMatchObject({ topic: 'orders-placed-dead', key: '', value: '' });
});

const schema = z.object({ note: z.string({ error: 'a text' }).max(3, { error: 'at most 3' }) }, { error: 'an object' });

test.each([
  [undefined, 'message: expected JSON.'],
  ['secret', 'message: expected JSON.'],
  ['["secret"]', 'message: expected an object.'],
  ['{"note":"secret"}', 'note: expected at most 3.'],
])('the content %s is refused without quoting it', (value, message) => {
  expect(() => contentOf(schema, value)).toThrow(message);
});

test('a message that is right has its content', () => {
  expect(contentOf(schema, '{"note":"yes"}')).toEqual({ note: 'yes' });
});
