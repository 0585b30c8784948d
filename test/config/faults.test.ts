// Flags of the catalogue of faults, and what the services do at them. The application imports nothing of the tool.
import { expect, test } from 'vitest';
import { callFlags, switchFlags } from '../../app/src/faults/faults.ts';
import { processFaults } from '../../app/src/faults/process-faults.ts';
import { requestFaults } from '../../app/src/faults/request-faults.ts';
import { databaseFaults } from '../../app/src/roles/orders/database-faults.ts';
import { allFlags } from '../../lab/src/faults/flag-file.ts';

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
