import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepLedger } from '../../lab/src/check/ledger.ts';
import { runtime, startLab, type TestLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';

let lab: TestLab;
beforeAll(async () => void (lab = await startLab()));
afterAll(() => lab?.[Symbol.asyncDispose]());

const rounds = runtime === 'native' ? 10 : 2; // the containers run the same engines

test.each(Array.from({ length: rounds }, (_, i) => i + 1))(
  '1,000 mixed requests: sent = answered = stored = counted, round %i',
  async () => {
    const ledger = await keepLedger(lab.books, { requests: 1000, concurrency: 20 });
    expect(ledger.differences).toEqual([]);
    expect(ledger.requests).toBe(1000);
    expect(ledger.answered).toBe(ledger.sent);
    expect(ledger.stored).toBe(ledger.sent);
    expect(ledger.counted).toBe(ledger.sent);
    expect(ledger.sent).toBeGreaterThan(1000); // calls between the roles are in the books too
  },
);

test('other traffic makes no difference', async () => {
  const { sent: others } = await steadyLoad(lab.endpoints, {
    perSecond: 50,
    during: async () => {
      const ledger = await keepLedger(lab.books, { requests: 200, concurrency: 20 });
      expect(ledger.differences).toEqual([]);
    },
  });
  expect(others.length).toBeGreaterThan(100); // there was other traffic
});

test('a dropped span is one missing, on both sides', async () => {
  const ledger = await keepLedger(lab.books, { requests: 100, concurrency: 20, dropped: 1, patience: 4_000 });
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
