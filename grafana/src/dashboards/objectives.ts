import { label, objective } from '../names.ts';
import * as panels from '../panels/objectives.ts';
import type { LabelVariable } from '../model.ts';
import { dashboard } from './build.ts';

const chosen: LabelVariable = {
  kind: 'label',
  name: 'objective',
  label: 'Objective',
  selector: objective.goal,
  values: label.slo,
  multi: false,
  initial: 'availability',
};

export const objectivesDashboard = dashboard({
  uid: 'objectives',
  title: 'Objectives',
  short: 'SLOs',
  file: 'Objectives/objectives.json',
  answers: 'Is it bad enough to act, and when would the budget be gone?',
  reading:
    'What is left first, then how fast it goes. Burn rates are those of the chosen objective; all else shows every one.',
  capability: 'alerts',
  variables: [chosen],
  rows: [
    [
      100,
      'Now',
      [1, panels.budgetLeft, 12, 6],
      [2, panels.ifItGoesOn, 12, 6],
      [3, panels.burnByWindow, 12, 9],
      [4, panels.alertsNow, 12, 9],
    ],
    [101, 'Over time', [5, panels.budgetOverTime, 12, 8], [6, panels.badShare, 12, 8]],
  ],
});
