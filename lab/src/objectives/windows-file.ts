import { z } from 'zod';
import { readYaml } from './read-yaml.ts';

const units = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of a time such as 30s or 3d. */
export function secondsOf(time: string): number {
  return Number(time.slice(0, -1)) * units[time.at(-1) as keyof typeof units];
}

const time = z
  .string('expected a time such as 30s')
  .regex(/^[1-9]\d*[smhd]$/, 'expected a time such as 30s, 5m, 6h or 3d');
const pair = z
  .strictObject(
    {
      errorBudgetPercent: z
        .number('expected a percentage')
        .gt(0, 'expected more than 0')
        .max(100, 'expected at most 100'),
      shortWindow: time,
      longWindow: time,
    },
    'expected errorBudgetPercent, shortWindow and longWindow',
  )
  .refine(({ shortWindow, longWindow }) => secondsOf(shortWindow) < secondsOf(longWindow), {
    path: ['shortWindow'],
    message: 'expected a shorter time than longWindow',
  });
const alert = z.strictObject({ quick: pair, slow: pair }, 'expected quick and slow');

/** Sloth's own form of alert windows: https://sloth.dev/usage/slo-period-windows/ */
const schema = z.strictObject(
  {
    apiVersion: z.literal('sloth.slok.dev/v1', 'expected sloth.slok.dev/v1'),
    kind: z.literal('AlertWindows', 'expected AlertWindows'),
    spec: z.strictObject({ sloPeriod: time, page: alert, ticket: alert }, 'expected sloPeriod, page and ticket'),
  },
  'expected apiVersion, kind and spec',
);

export type AlertWindows = z.infer<typeof schema>['spec'];
export type WindowPair = AlertWindows['page']['quick'];

/** Reads a file of `slo/windows/`. Throws a LabError that names file, line and field. */
export function readWindowsFile(file: string, content: string): AlertWindows {
  return readYaml(file, content, schema).value.spec;
}

/** How many times faster than allowed a budget has to burn for an alert: the workbook's chapter 5, "Alerting on Burn Rate". */
export function burnRateOf({ sloPeriod }: Pick<AlertWindows, 'sloPeriod'>, pair: WindowPair): number {
  return ((pair.errorBudgetPercent / 100) * secondsOf(sloPeriod)) / secondsOf(pair.longWindow);
}
