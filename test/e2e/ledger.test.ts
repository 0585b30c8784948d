import { expect, test } from 'vitest';
import { keepLedger } from '../../lab/src/check/ledger.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { runtime } from '../support/this-run.ts';

const lab = await sharedLab();

// the containers run the same engines
const rounds = runtime === 'native' ? [1_000, 1_000, 1_000, 5_000] : [1_000, 1_000];

test.each(rounds)('%i mixed requests: sent = answered = stored = counted', async (requests) => {
  const ledger = await keepLedger(lab.ledger, { requests, concurrency: requests / 50 });
  expect(ledger.differences).toEqual([]);
  expect(ledger.requests).toBe(requests);
  expect(ledger.answered).toBe(ledger.sent);
  expect(ledger.stored).toBe(ledger.sent);
  expect(ledger.counted).toBe(ledger.sent);
  expect(ledger.sent).toBeGreaterThan(requests); // the ledger includes calls between the roles
});

test('other traffic does not change the ledger', async () => {
  const { sent: others } = await steadyLoad(lab.endpoints, {
    perSecond: 50,
    during: async () => {
      const ledger = await keepLedger(lab.ledger, { requests: 200, concurrency: 20 });
      expect(ledger.differences).toEqual([]);
    },
  });
  expect(others.length).toBeGreaterThan(100); // there was other traffic
});

test('a dropped span is reported as missing, on both sides', async () => {
  const ledger = await keepLedger(lab.ledger, { requests: 100, concurrency: 20, dropped: 1, patience: 4_000 });
  expect(ledger.stored).toBe(ledger.sent - 1);
  expect(ledger.counted).toBe(ledger.sent - 1);
  const stores = lab.stores.map((s) =>
    expect.stringMatching(new RegExp(`^gateway GET / 200: .*stored in ${s.name} \\(1 missing\\)$`)),
  );
  expect(ledger.differences).toEqual([
    ...stores,
    expect.stringMatching(/^gateway GET \/ 200: .*counted \(1 missing\)$/),
  ]);
});
