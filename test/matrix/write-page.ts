// Writes docs/outages.md from the rows and what they showed last: npm run docs. A test compares them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../lab/src/base/paths.ts';
import { page } from './page.ts';

writeFileSync(join(checkout, 'docs/outages.md'), page());
