import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';
import { exercisePages } from './write-docs.ts';

const folder = join(checkout, 'docs/exercises');

test('the pages in docs/exercises are the exercises', () => {
  const written = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  expect(written).toEqual(exercisePages()); // if not: node lab/src/console/exercises/write-docs.ts
});
