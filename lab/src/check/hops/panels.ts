import { LabError } from '../../base/lab-error.ts';
import type { Hop } from '../hop.ts';
import { anAnswer, askPanels } from '../panels/ask-panels.ts';

/** Every panel has data. Only `lab check panels` compares the numbers with a known load: docs/adr/021. */
export const panelsHop: Hop = {
  name: 'panels',
  title: 'Every panel has data',
  expected: 'each query of each dashboard and jump has series, within its range, of metrics and labels that exist',
  needs: ['store', 'prometheus'],
  walk: async ({ endpoints, stack, capabilities, traffic }) => {
    await traffic;
    const { panels, queries, empty, notAsked, findings } = await askPanels(
      { endpoints, stack, capabilities },
      { values: 'first', patience: 5_000 },
    );
    const left = [
      ...(empty.length > 0 ? [`${empty.length} expected to be empty`] : []),
      ...[...Map.groupBy(notAsked, ({ why }) => why)].map(([why, of]) => `${of.length} skipped: ${why}`),
    ];
    if (findings.length === 0) return [`${panels} panels, ${queries} queries`, ...left].join('; ');
    const [first] = findings;
    const where = first!.panel
      ? `${first!.dashboard} / ${first!.panel} ${first!.query}`
      : `${first!.dashboard}, variable ${first!.query}`;
    throw new LabError({
      what: `${findings.length} of ${queries} queries; ${where}: expected ${first!.expected}, found ${first!.found}`,
      cause:
        first!.expected === anAnswer
          ? 'that engine is down, or has more to read than it can in time'
          : 'a metric or label is not what the dashboards read: see connectors in otel-collector/, and grafana/src/panels',
      next: 'npm run lab -- check panels',
    });
  },
};
