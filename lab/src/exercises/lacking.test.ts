import { expect, test } from 'vitest';
import { exercises, lacking } from './index.ts';

const lackingIn = (...capabilities: Parameters<typeof lacking>[1]) =>
  exercises.filter((exercise) => lacking(exercise, capabilities) !== undefined).map(({ id }) => id);

test('an exercise needs its capabilities and names the command; the others need nothing', () => {
  const ofShop = ['where-it-waits', 'slow-query', 'made-once'];
  const ofGuests = ['across-languages'];
  const ofAlerts = ['is-the-budget-gone', 'from-alert-to-code', 'two-alerts-one-cause'];
  expect(lackingIn()).toEqual([...ofShop, ...ofGuests, ...ofAlerts]);
  expect(lackingIn('generators')).toEqual(lackingIn());
  expect(lackingIn('shop')).toEqual([...ofGuests, ...ofAlerts]);
  expect(lackingIn('shop', 'guests')).toEqual(ofAlerts);
  expect(lackingIn('shop', 'alerts')).toEqual([...ofGuests, 'from-alert-to-code']);
  expect(lackingIn('shop', 'alerts', 'logs', 'guests')).toEqual([]);
  const [first] = exercises.filter(({ needs }) => needs);
  expect(lacking(first!, [])).toBe('This exercise needs the capability shop: npm start -- --with shop');
});
