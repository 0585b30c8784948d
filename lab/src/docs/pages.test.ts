import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';
import { pages } from './pages.ts';

test('the committed pages are what `npm run docs` writes, and no page of a former exercise is left', () => {
  const expected = pages();
  const paths = new Set([...expected.keys(), ...globSync('docs/exercises/*.md', { cwd: checkout })]);
  const committed = new Map([...paths].map((path) => [path, readFileSync(join(checkout, path), 'utf8')]));
  expect(committed).toEqual(expected);
});
