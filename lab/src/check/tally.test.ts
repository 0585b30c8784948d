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

test('a missing access line and one too many are differences; without a log store nothing is said of lines', () => {
  const sent = { scenario: scenario('GET /chain'), traceId: 'a', status: 200, duration: 1 };
  const due = sent.scenario.due(200);
  const tallyOf = (logStore: string | undefined, lines: readonly number[]) => {
    const tally = new Tally([], logStore);
    tally.addSent(sent);
    due.forEach((span, i) => {
      tally.addCounted(span.service, span.name, span.status, 1);
      tally.addLogged(span, lines[i]!);
    });
    return tally;
  };
  expect(tallyOf('VictoriaLogs', [1, 1, 1]).differences()).toEqual([]);
  expect(tallyOf('VictoriaLogs', [1, 1, 1]).totals()).toMatchObject({ sent: 3, logged: 3 });
  expect(tallyOf('VictoriaLogs', [0, 1, 2]).differences()).toEqual([
    `gateway GET /chain 200: 1 sent, 0 logged in VictoriaLogs (1 missing)`,
    `${due[2]!.service} ${due[2]!.name} 200: 1 sent, 2 logged in VictoriaLogs (1 too many)`,
  ]);
  expect(tallyOf(undefined, [0, 0, 0]).differences()).toEqual([]);
});
