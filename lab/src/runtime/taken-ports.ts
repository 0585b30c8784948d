import type { LabEnv } from '../parts/env-file.ts';
import { LabError } from '../base/lab-error.ts';
import { portNames } from '../parts/parts.ts';
import { listeningSockets } from './sockets.ts';

/** A port that the lab needs on this machine; `who` is the title of the part that needs it. */
export type WantedPort = { who: string; address: string; port: number };

/**
 * Throws if a port is taken; names port, owner and the variable that moves it. `holderOf` knows owners that
 * are more than a process.
 */
export async function refuseTakenPorts(
  wanted: readonly WantedPort[],
  env: LabEnv,
  holderOf: (port: number) => Promise<string | undefined> = async () => undefined,
): Promise<void> {
  const sockets = await listeningSockets();
  for (const { who, address, port } of wanted) {
    const owner = sockets.find((s) => s.port === port && overlaps(s.address, address));
    if (!owner) continue;
    const variable = variableOf(env, port);
    const process = owner.pid ? `pid ${owner.pid} (${owner.command})` : 'a process of another user';
    const taken = sockets.map((s) => s.port);
    throw new LabError({
      what: `Port ${port} is taken: ${who} cannot listen there.`,
      expected: `a free port on ${address}`,
      found: (await holderOf(port)) ?? process,
      next: variable ? `stop it, or: ${variable}=${freeNear(port, env, taken)} npm start` : 'stop it',
      end: 'Nothing was started.',
    });
  }
}

/** The variable in `.env` that states a port. */
export function variableOf(env: LabEnv, port: number): string | undefined {
  return portNames.find((name) => env[name] === port);
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
