import { expect } from 'vitest';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { checkPanels } from '../../lab/src/check/panels/check-panels.ts';
import { describePanels } from '../../lab/src/check/panels/describe-panels.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import { runBriefly } from '../../lab/src/runtime/load.ts';
import type { TestLab } from './test-lab.ts';

/** Runs k6 with five users for this long: its panels are queried only after it has run. */
export async function runK6(lab: TestLab, seconds: number): Promise<void> {
  await provideEngines(['k6'], { env: readLabEnv(), say: () => {} });
  expect(await runBriefly(lab.lab, { seconds, vus: 5 })).toBe(`5 users for ${seconds} s`);
}

/** Every query of every dashboard of the lab's stack was asked, has data or a reason, and shows what was sent, within 20 s. */
export async function expectEveryPanel(lab: TestLab): Promise<void> {
  const result = await checkPanels(lab);
  console.log(describePanels(result));
  expect(result.findings).toEqual([]);
  expect(result.notAsked).toEqual([]);
  expect(result.withData + result.empty.length).toBe(result.queries);
  expect(result.seconds).toBeLessThanOrEqual(20);
}
