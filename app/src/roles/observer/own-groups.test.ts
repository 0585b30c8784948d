import { expect, test } from 'vitest';
import { groups } from '../../shop/topics.ts';
import { isOwnGroup, ownGroup } from './own-groups.ts';

test('the groups in which the observer reads are its own, each another one; those of the services are not', () => {
  expect(isOwnGroup(ownGroup())).toBe(true);
  expect(ownGroup()).not.toBe(ownGroup());
  expect(Object.values(groups).filter(isOwnGroup)).toEqual([]);
});
