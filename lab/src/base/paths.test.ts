import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheHome, checkout, labHome } from './paths.ts';

afterEach(() => vi.unstubAllEnvs());

test('an empty LAB_HOME counts as not set', () => {
  vi.stubEnv('LAB_HOME', '');
  expect(labHome()).toBe(join(checkout, '.lab'));
  vi.stubEnv('LAB_HOME', '/other');
  expect(labHome()).toBe('/other');
});

test.each([
  ['/cache', '/home/me', '/cache'],
  ['', '/home/me', '/home/me/.cache'],
  ['relative', '/home/me', '/home/me/.cache'], // the specification ignores it
  ['', '', join(userInfo().homedir, '.cache')],
])('with XDG_CACHE_HOME=%j and HOME=%j the cache is below %s', (cache, home, base) => {
  vi.stubEnv('XDG_CACHE_HOME', cache);
  vi.stubEnv('HOME', home);
  expect(cacheHome()).toBe(join(base, 'span-metrics-lab'));
});
