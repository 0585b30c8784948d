import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboardsFor } from '@span-metrics-lab/grafana';
import { describe, expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';
import { type Capability, capabilityNames } from '../parts/capabilities.ts';
import { partsOf, type Stack, stacks } from '../parts/parts.ts';
import { rulesOfLab, rulesOfSpecification } from '../score/rules/index.ts';
import { faults } from './catalogue/index.ts';
import type { Fault } from './fault.ts';
import { allFlags } from './flag-file.ts';

const alerts = globSync(['prometheus/alerts/*.yaml', 'prometheus/objectives/lesson/*.yaml'], { cwd: checkout }).flatMap(
  (file) => [...readFileSync(join(checkout, file), 'utf8').matchAll(/alert: (\w+)/g)].map(([, name = '']) => name),
);

/** Alerts that no fault causes, and why. */
const withoutFault = {
  Watchdog: 'it always fires: prometheus-stopped is what ends it',
  DataLost: 'only a machine without CPU brings it about: Tempo’s metrics generator falls behind',
};
const rules: readonly string[] = [...rulesOfSpecification, ...rulesOfLab].map(({ id }) => id);

/** The labs that can have a fault: each of its stacks, with what it needs, and with everything. */
function labsOf({ stacks: own = stacks, needs = [] }: Pick<Fault, 'stacks' | 'needs'>) {
  return own.flatMap((stack): { stack: Stack; capabilities: readonly Capability[] }[] => [
    { stack, capabilities: needs },
    { stack, capabilities: capabilityNames },
  ]);
}

/** The labs that can have a fault and have no panel that shows it. */
function blindLabs(fault: Pick<Fault, 'stacks' | 'needs'> & { sign: { panel: string } }) {
  return labsOf(fault).filter(
    ({ stack, capabilities }) =>
      !dashboardsFor(stack, capabilities).some(({ rows }) =>
        rows.some(({ panels }) => panels.some(({ panel }) => panel.id === fault.sign.panel)),
      ),
  );
}

describe.each(faults)('$name', (fault) => {
  test('has a panel on a dashboard of every lab that can have it', () => expect(blindLabs(fault)).toEqual([]));

  test('has its part in every lab that can have it', () => {
    for (const { stack, capabilities } of labsOf(fault))
      expect(partsOf(stack, 'native', capabilities)).toContain(fault.game.part);
  });

  test('has a usual strength within its bounds', () => {
    const { usual, min, max } = fault.strength ?? { usual: 1, min: 1, max: 1 };
    expect(usual).toBeGreaterThanOrEqual(min);
    expect(usual).toBeLessThanOrEqual(max);
    expect(min).toBeGreaterThan(0); // 0 is off
  });

  test('is named by an alert and a rule that exist', () => {
    const { alert, rule } = fault.namedBy ?? {};
    if (alert !== undefined) expect(alerts).toContain(alert);
    if (rule !== undefined) expect(rules).toContain(rule.id);
  });

  test('has a name of a file of the catalogue, and says itself in one sentence', () => {
    expect(globSync(`lab/src/faults/catalogue/${fault.name}.ts`, { cwd: checkout })).toHaveLength(1);
    expect(fault.does).toMatch(/^[^.]+\.$/);
  });
});

test('every alert is what names a fault, but for those with a reason', () => {
  expect([...new Set(alerts)].filter((alert) => !namedAlerts(faults).has(alert)).toSorted()).toEqual(
    Object.keys(withoutFault).toSorted(),
  );
});

test('an alert that names no fault is noticed', () => {
  const rest = faults.filter(({ namedBy }) => namedBy?.alert !== 'ScrapeSlow');
  expect(alerts.filter((alert) => !namedAlerts(rest).has(alert))).toContain('ScrapeSlow');
});

test('a panel that a lab lacks is noticed', () => {
  expect(blindLabs({ sign: { panel: 'no-such-panel' }, stacks: ['tempo'] })).toHaveLength(2);
  const ofAlerts = { sign: { panel: 'alerts-firing' } };
  expect(blindLabs(ofAlerts).map(({ capabilities }) => capabilities)).toContainEqual([]);
});

test('every file of the catalogue is in its list, and no name or flag is there twice', () => {
  const files = globSync('lab/src/faults/catalogue/*.ts', { cwd: checkout }).filter(
    (file) => !file.endsWith('/index.ts'),
  );
  expect(faults).toHaveLength(files.length);
  for (const names of [faults.map(({ name }) => name), allFlags().map(({ flag }) => flag.name)])
    expect(names).toEqual([...new Set(names)]);
});

const namedAlerts = (some: readonly Fault[]) => new Set(some.map(({ namedBy }) => namedBy?.alert));
