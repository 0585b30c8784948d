import { expect, test } from 'vitest';
import { exercises, lacking } from './index.ts';

const lackingIn = (...capabilities: Parameters<typeof lacking>[1]) =>
  exercises.filter((exercise) => lacking(exercise, capabilities) !== undefined).map(({ id }) => id);

test('the exercises of the shop and of the alerts need them and name the command; the others need nothing', () => {
  expect(lackingIn()).toEqual(['where-it-waits', 'slow-query', 'made-once', 'is-the-budget-gone']);
  expect(lackingIn('generators')).toEqual(lackingIn());
  expect(lackingIn('shop')).toEqual(['is-the-budget-gone']);
  expect(lackingIn('shop', 'alerts')).toEqual([]);
  const [first] = exercises.filter(({ needs }) => needs);
  expect(lacking(first!, [])).toBe('This exercise needs the shop: npm start -- --with shop');
});
