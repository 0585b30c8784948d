import { join } from 'node:path';
import { prometheusFolder } from './configs.ts';

/** Windows in which objectives are judged: minutes for a lesson, days as for a real service. `SLO_WINDOWS` chooses. */
export const windowSets = ['lesson', 'real'] as const;

export type WindowSet = (typeof windowSets)[number];

/** Folder of the rules that are made from `slo/` for these windows; Prometheus reads one of them as `objectives/`. */
export function objectivesFolder(windows: WindowSet): string {
  return join(prometheusFolder, 'objectives', windows);
}
