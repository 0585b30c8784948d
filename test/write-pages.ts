// Writes the pages that are made of what suites measured last: npm run docs. A test compares them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../lab/src/base/paths.ts';
import { page as outages } from './matrix/page.ts';
import { page as provenFaults } from './faults/page.ts';

writeFileSync(join(checkout, 'docs/outages.md'), outages());
writeFileSync(join(checkout, 'docs/proven-faults.md'), provenFaults());
