import { expect, test } from 'vitest';
import { cannotBeAsked, questionsOf } from './question.ts';

const ofLogs = questionsOf('tempo', ['logs']).filter(({ query }) => query.datasource === 'loki');

test('panels of log lines are asked where Loki keeps them, and said to be left out where VictoriaLogs does', () => {
  expect(ofLogs.length).toBeGreaterThan(5);
  const why = (loki: boolean) => new Set(ofLogs.map((q) => cannotBeAsked(q, { k6: true, loki })));
  expect([...why(true)]).toEqual([undefined]);
  expect([...why(false)]).toEqual([expect.stringContaining('VictoriaLogs')]);
});

test('no other panel needs a log store', () => {
  const others = questionsOf('both', ['shop', 'logs', 'machine']).filter(
    (q) => !ofLogs.some(({ panel }) => panel === q.panel),
  );
  expect(others.filter((q) => cannotBeAsked(q, { k6: true, loki: false }))).toEqual([]);
});
