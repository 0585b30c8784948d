// Flags of the catalogue of faults, and what the services do at them. The application imports nothing of the tool.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { callFlags, switchFlags } from '../../app/src/faults/faults.ts';
import { processFaults } from '../../app/src/faults/process-faults.ts';
import { requestFaults } from '../../app/src/faults/request-faults.ts';
import { databaseFaults } from '../../app/src/roles/orders/database-faults.ts';
import { checkout } from '../../lab/src/base/paths.ts';
import { faults } from '../../lab/src/faults/catalogue/index.ts';
import { allFlags } from '../../lab/src/faults/flag-file.ts';
import { lackingFor } from '../../lab/src/faults/fault.ts';
import { page } from '../faults/page.ts';
import { readProofs } from '../support/faults/results.ts';
import { setOf, sets } from '../support/faults/sets.ts';

const declared = allFlags().map(({ flag }) => flag.name);
const ofDatabase = databaseFaults({ connect: () => Promise.reject(new Error('nothing is begun here')) });
const carriedOut = [requestFaults, processFaults, switchFlags, callFlags, ofDatabase].flatMap((flags) =>
  Object.keys(flags),
);

/** What stands in one of two lists only. */
const alone = (some: readonly string[], others: readonly string[]) => [
  ...some.filter((name) => !others.includes(name)),
  ...others.filter((name) => !some.includes(name)),
];

test('the services carry out every flag of the catalogue, each at one place, and no others', () => {
  expect(alone(declared, carriedOut)).toEqual([]);
  expect(carriedOut).toEqual([...new Set(carriedOut)]);
});

test('a flag that stands at one side only is noticed', () => {
  expect(alone([...declared, 'a-dead-flag'], [...carriedOut, 'an-unknown-flag'])).toEqual([
    'a-dead-flag',
    'an-unknown-flag',
  ]);
});

test('every set of faults has its file, whose lab lacks nothing that they need', () => {
  const files = globSync('test/faults/*.test.ts', { cwd: checkout }).map((file) => basename(file, '.test.ts'));
  expect(files.toSorted()).toEqual(Object.keys(sets).toSorted());
  expect([...new Set(faults.map(setOf))].toSorted()).toEqual(files.toSorted());
  for (const fault of faults) expect(lackingFor(fault, sets[setOf(fault)]), fault.name).toBeUndefined();
});

test('what is kept of proofs belongs to faults of the catalogue, seen and gone in their times', () => {
  for (const [name, { visible, gone }] of Object.entries(readProofs())) {
    const fault = faults.find((one) => one.name === name);
    expect(fault, name).toBeDefined();
    expect(visible, name).toBeLessThanOrEqual(fault!.within.seen + 1);
    expect(gone, name).toBeLessThanOrEqual(fault!.within.gone + 1);
  }
});

test('the committed page of proven faults is what `npm run docs` writes', () => {
  expect(readFileSync(join(checkout, 'docs/proven-faults.md'), 'utf8')).toBe(page());
});
