import { expect, test } from 'vitest';
import type { Panel, Query } from '../model.ts';
import { panelsByArea } from '../panels/index.ts';
import { errorLines, errorsShown, volumeByService } from '../panels/logs.ts';
import { lintPanel } from './dashboard-rules.ts';

const asking = (panel: Panel, expr: string, more: Partial<Query> = {}): Panel => ({
  ...panel,
  queries: [{ ...panel.queries[0]!, expr, ...more }],
});

test('the panels of log lines break no rule', () => {
  expect(Object.values(panelsByArea.logs).flatMap(lintPanel)).toEqual([]);
});

test.each<[string, Panel, string]>([
  ['asks for every stream', asking(errorsShown, '{service_name=~".*"}'), 'Loki is asked for streams by the label'],
  ['asks for streams by another label', asking(errorsShown, '{job="x"}'), 'Loki is asked for streams by the label'],
  ['asks for a trace as a stream', asking(errorsShown, '{service_name="a", trace_id="b"}'), 'no id is a label'],
  [
    'counts in windows of its own',
    asking(volumeByService, 'sum by (service_name) (count_over_time({service_name="a"} [5m]))'),
    'steps that add up',
  ],
  [
    'counts a step at one time',
    asking(errorLines, 'sum(count_over_time({service_name="a"} [$__auto]))'),
    'steps that add up',
  ],
  ['does not sum', asking(volumeByService, 'count_over_time({service_name="a"} [$__auto])'), 'counts are summed'],
  ['shows lines as a graph', asking(volumeByService, '{service_name="a"}'), 'lines are shown by a panel of lines'],
  [
    'shows numbers as lines',
    asking(errorsShown, 'sum(count_over_time({service_name="a"} [$__auto]))'),
    'lines are shown by a panel of lines',
  ],
  ['quotes a value by hand', asking(errorsShown, '{service_name="$service"}'), 'a variable’s value is quoted'],
])('a panel that %s is named', (_, panel, rule) => {
  expect(lintPanel(panel).join('\n')).toContain(rule);
});
