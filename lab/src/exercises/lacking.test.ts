import { expect, test } from 'vitest';
import { exercises, lacking } from './index.ts';

const lackingIn = (...capabilities: Parameters<typeof lacking>[1]) =>
  exercises.filter((exercise) => lacking(exercise, capabilities) !== undefined).map(({ id }) => id);

test('an exercise needs its capabilities and names the command; the others need nothing', () => {
  const ofShop = ['where-it-waits', 'slow-query', 'made-once'];
  const ofAlerts = ['is-the-budget-gone', 'from-alert-to-code', 'two-alerts-one-cause'];
  expect(lackingIn()).toEqual([...ofShop, ...ofAlerts]);
  expect(lackingIn('generators')).toEqual(lackingIn());
  expect(lackingIn('shop')).toEqual(ofAlerts);
  expect(lackingIn('shop', 'alerts')).toEqual(['from-alert-to-code']);
  expect(lackingIn('shop', 'alerts', 'logs')).toEqual([]);
  const [first] = exercises.filter(({ needs }) => needs);
  expect(lacking(first!, [])).toBe('This exercise needs the capability shop: npm start -- --with shop');
});
