// Writes the pages that are made from code: npm run docs. A test compares them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout } from '../base/paths.ts';
import { pages } from './pages.ts';

for (const [path, text] of pages()) {
  const file = join(checkout, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
