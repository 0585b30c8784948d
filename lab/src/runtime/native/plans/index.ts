import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../base/lab-error.ts';
import type { LabEnv } from '../../../parts/env-file.ts';
import { appRoles, partNames, type PartName, portsOf, type Stack, titleOf, workers } from '../../../parts/parts.ts';
import type { WantedPort } from '../../taken-ports.ts';
import { appPlan } from './app.ts';
import type { PartPlan } from './plan.ts';

/** One plan for each role of the application; every other part has a file of its name here. */
const plans = new Map<PartName, PartPlan>([...appRoles, ...workers].map((role) => [role, appPlan(role)]));
for (const part of partNames) {
  const file = join(import.meta.dirname, `${part}.ts`);
  if (existsSync(file)) plans.set(part, ((await import(file)) as { plan: PartPlan }).plan);
}

/** How one part runs. Throws a LabError for a part that this runtime does not run. */
export function planOf(part: PartName): PartPlan {
  const plan = plans.get(part);
  if (!plan) throw new LabError({ what: `The native runtime does not run ${part}.`, next: 'npm run lab -- status' });
  return plan;
}

/** The ports that a stack's parts listen on as native processes. */
export function wantedPorts(parts: readonly PartName[], stack: Stack, env: LabEnv): WantedPort[] {
  return parts.flatMap((part) =>
    portsOf(part, stack).map(({ variable }) => ({ who: titleOf(part), address: '127.0.0.1', port: env[variable] })),
  );
}

export type { PartPlan } from './plan.ts';
