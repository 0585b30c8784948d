import type { LabEnv } from '../../parts/env-file.ts';
import { LabError } from '../../base/lab-error.ts';
import { listeningSockets } from '../sockets.ts';
import { docker } from './docker-command.ts';
import { titleOfService } from './services.ts';

/** A port that a service wants on this machine. */
export type WantedPort = { service: string; address: string; port: number };

/** Refuses to start when a port of these services is taken; names port, owner and the variable that moves it. */
export async function refuseTakenPorts(wanted: readonly WantedPort[], env: LabEnv): Promise<void> {
  const sockets = await listeningSockets();
  for (const { service, address, port } of wanted) {
    const owner = sockets.find((s) => s.port === port && overlaps(s.address, address));
    if (!owner) continue;
    const variable = variableOf(env, port);
    const container = await docker(['ps', '--filter', `publish=${port}`, '--format', '{{.Names}}']).catch(() => '');
    const pid = owner.pid ? `pid ${owner.pid} (${owner.command})` : 'a process of another user';
    throw new LabError({
      what: `Port ${port} is taken: ${titleOfService(service)} cannot listen there.`,
      expected: `a free port on ${address}`,
      found: container ? `container ${container.split('\n').join(', ')}` : pid,
      next: variable
        ? `stop it, or: ${variable}=${freeNear(
            port,
            env,
            sockets.map((s) => s.port),
          )} npm start`
        : 'stop it',
      end: 'Nothing was started.',
    });
  }
}

/** The variable in `.env` that states a port. */
export function variableOf(env: LabEnv, port: number): string | undefined {
  return Object.entries(env).find(([name, value]) => name.endsWith('_PORT') && value === port)?.[0];
}

function overlaps(taken: string, wanted: string): boolean {
  return taken === wanted || ['0.0.0.0', '::'].includes(taken) || ['0.0.0.0', '::'].includes(wanted);
}

function freeNear(port: number, env: LabEnv, taken: readonly number[]): number {
  const used = new Set<unknown>([...taken, ...Object.values(env)]);
  let free = port + 1;
  while (used.has(free)) free++;
  return free;
}
