import { expect, test } from 'vitest';
import { routeKey, routesOf } from './trace-store.ts';

test('a service whose name starts with the name of another service gets only its own routes', () => {
  const keys = [routeKey('my', 'GET /'), routeKey('my shop', 'GET /cart'), routeKey('my', 'shop GET /cart')];
  expect(new Set(keys).size).toBe(3);
  expect(routesOf('my', keys)).toEqual(['GET /', 'shop GET /cart']);
});
