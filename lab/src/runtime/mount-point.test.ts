import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { mountPoint } from './mount-point.ts';

test.runIf(process.platform === 'linux')('the disk of a path is where another file system begins above it', () => {
  expect(mountPoint('/proc/self/task')).toBe('/proc');
  expect(mountPoint('/')).toBe('/');
  const own = mountPoint(import.meta.dirname);
  expect(statSync(own).dev).toBe(statSync(import.meta.dirname).dev);
  expect(own === '/' || statSync(dirname(own)).dev !== statSync(own).dev).toBe(true);
});

test.runIf(process.platform === 'linux')(
  'of a path that does not exist yet, it is the one of its nearest parent',
  () => {
    expect(mountPoint(`${import.meta.dirname}/not/there/yet`)).toBe(mountPoint(import.meta.dirname));
  },
);
