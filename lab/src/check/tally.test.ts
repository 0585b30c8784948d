import { expect, test } from 'vitest';
import { scenario } from '../parts/scenarios.ts';
import { Tally } from './tally.ts';

test('the counts of a request are complete only when every service that it passes has counted its span', () => {
  const tally = new Tally([]);
  const chain = scenario('GET /chain');
  tally.addSent({ scenario: chain, traceId: 'a', status: 200, duration: 1 });
  const counts = chain.due(200).map((due) => ({ ...due, calls: 1 }));
  expect(counts.length).toBeGreaterThan(1);
  expect(tally.countedIsComplete(counts)).toBe(true);
  for (const late of counts)
    expect(tally.countedIsComplete(counts.filter((count) => count !== late)), late.service).toBe(false);
});
