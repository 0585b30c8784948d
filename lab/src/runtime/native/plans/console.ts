import { dirname, join } from 'node:path';
import { capabilityVariable } from '../../../parts/capabilities.ts';
import { asVariables } from '../../../parts/env-file.ts';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { cacheHome, checkout } from '../../../base/paths.ts';
import { k6Script } from '../../load.ts';
import { ensureConsoleBuilt } from '../../engines/console/build.ts';
import { labFiles } from '../../lab-files.ts';
import type { LabState } from '../state-file.ts';
import { nodeEnvironment, type PartPlan } from './plan.ts';

/** The lab's own page; it may run the tool's k6. */
export const plan: PartPlan = {
  part: 'console',
  engines: [],
  provide: async ({ say, signal }) => {
    const path = await ensureConsoleBuilt({ say, signal });
    return { console: { path, origin: 'built', version: '0.1.0' } };
  },
  command: (state) => ({
    file: process.execPath,
    args: ['--max-semi-space-size=2', join(checkout, 'lab/src/console/server/main.ts')],
    cwd: checkout,
    env: {
      ...baseEnvironment(),
      ...nodeEnvironment(),
      ...consoleEnvironment(state),
    },
  }),
};

function consoleEnvironment({ env, stack, capabilities, engines, without = [] }: LabState): Record<string, string> {
  return {
    ...asVariables(env),
    LAB_HOME: labFiles().home, // whose disk it looks at, and whose faults it switches
    XDG_CACHE_HOME: dirname(cacheHome()), // of the parts that it starts again
    BIND_ADDR: '127.0.0.1',
    HOST: '127.0.0.1',
    PORT: String(env.CONSOLE_PORT),
    LAB_STACK: stack,
    LAB_RUNTIME: 'native',
    LAB_WITHOUT: without.join(','),
    ...Object.fromEntries(capabilities.map((name) => [capabilityVariable(name), 'on'])),
    ...(engines['console'] && { PAGE_DIR: engines['console'].path }),
    ...(engines['k6'] && { K6_PATH: engines['k6'].path, K6_SCRIPT: k6Script }),
  };
}
