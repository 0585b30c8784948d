import type { LabEnv, PortName } from '../../parts/env-file.ts';
import { LabError } from '../../base/lab-error.ts';
import { partTitles } from '../../parts/parts.ts';
import type { PartPlan } from './plans/index.ts';
import { listeningSockets } from '../sockets.ts';

/** Refuses to start when a port of these parts is taken; names port, owner and the variable that moves it. */
export async function refuseTakenPorts(plans: readonly PartPlan[], env: LabEnv, end: string): Promise<void> {
  const sockets = await listeningSockets();
  for (const plan of plans) {
    for (const variable of plan.ports) {
      const owner = sockets.find((s) => s.port === env[variable]);
      if (!owner) continue;
      throw new LabError({
        what: `Port ${env[variable]} is taken: ${partTitles[plan.part]} cannot listen there.`,
        expected: 'a free port on 127.0.0.1',
        found: owner.pid ? `pid ${owner.pid} (${owner.command})` : 'a process of another user',
        next: `stop it, or: ${variable}=${freeNear(
          env,
          sockets.map((s) => s.port),
          variable,
        )} npm start`,
        end,
      });
    }
  }
}

function freeNear(env: LabEnv, taken: number[], variable: PortName): number {
  const used = new Set([...taken, ...Object.values(env).filter((v) => typeof v === 'number')]);
  let port = env[variable] + 1;
  while (used.has(port)) port++;
  return port;
}
