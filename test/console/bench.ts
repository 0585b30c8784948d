import { afterAll, beforeAll } from 'vitest';
import { k6Script } from '../../lab/src/runtime/load.ts';
import type { Stack } from '../../lab/src/parts/parts.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';
import { chromiumPath } from '../support/chromium.ts';
import { startConsole, type TestConsole } from './start-console.ts';

/** A lab and its console, which the tests of one file share. Set before the first of them. */
export type Bench = { lab: StartedLab; server: TestConsole };

/** Starts both before the tests of a file and ends them after. The console may run k6. */
export function bench(stack: Stack): Bench {
  const shared = {} as Bench;
  beforeAll(async () => {
    if (!chromiumPath) return;
    shared.lab = await startLab({ stack });
    const k6 = (await provideEngines(['k6'], { env: shared.lab.env, say: console.log })).get('k6')!;
    shared.server = await startConsole(shared.lab, { k6: { path: k6.path, script: k6Script } });
  });
  afterAll(async () => {
    await shared.server?.[Symbol.asyncDispose]();
    await shared.lab?.[Symbol.asyncDispose]();
  });
  return shared;
}
