import { type LabEnv, type PortName, readLabEnv } from '../../lab/src/parts/env-file.ts';
import { listeningSockets } from '../../lab/src/runtime/sockets.ts';

/** A free port for each port variable, below the system's range of ephemeral ports. */
export async function freePorts(): Promise<Record<PortName, number>> {
  const names = Object.keys(readLabEnv(undefined, {})).filter((name): name is PortName => name.endsWith('_PORT'));
  const taken = new Set((await listeningSockets()).map((s) => s.port));
  let port = 10_000 + Math.floor(Math.random() * 20_000);
  const next = () => {
    do port++;
    while (taken.has(port));
    return port;
  };
  return Object.fromEntries(names.map((name) => [name, next()])) as Record<PortName, number>;
}

/** The lab's settings with free ports. */
export async function envWithFreePorts(): Promise<LabEnv> {
  return { ...readLabEnv(undefined, {}), ...(await freePorts()) };
}
