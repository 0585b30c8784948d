import { LabError } from '../../../base/lab-error.ts';
import type { LabEnv } from '../../../parts/env-file.ts';
import { type PartName, partTitles, type Stack } from '../../../parts/parts.ts';
import { partsOf } from '../../../parts/stacks.ts';
import type { WantedPort } from '../../taken-ports.ts';
import { appPlan } from './app.ts';
import { cassandraPlan } from './cassandra.ts';
import { collectorPlan } from './collector.ts';
import { consolePlan } from './console.ts';
import { jaegerPlan } from './jaeger.ts';
import type { PartPlan } from './plan.ts';
import { prometheusPlan } from './prometheus.ts';
import { tempoPlan } from './tempo.ts';

const plans: Partial<Record<PartName, PartPlan>> = {
  gateway: appPlan('gateway'),
  orders: appPlan('orders'),
  stock: appPlan('stock'),
  collector: collectorPlan,
  prometheus: prometheusPlan,
  tempo: tempoPlan,
  cassandra: cassandraPlan,
  jaeger: jaegerPlan,
  console: consolePlan,
};

/** The plans of a stack natively, in the order of the data. */
export function plansOf(stack: Stack): PartPlan[] {
  return partsOf(stack, 'native').map(planOf);
}

/** How one part runs. Throws a LabError for a part that this runtime does not run. */
export function planOf(part: PartName): PartPlan {
  const plan = plans[part];
  if (!plan) throw new LabError({ what: `The native runtime does not run ${part}.`, next: 'npm run lab -- status' });
  return plan;
}

/** Ports that parts listen on. */
export function portsOf(plans: readonly PartPlan[], env: LabEnv): WantedPort[] {
  return plans.flatMap(({ part, ports }) =>
    ports.map((variable) => ({ who: partTitles[part], address: '127.0.0.1', port: env[variable] })),
  );
}

export type { PartPlan } from './plan.ts';
