import { type LabEnv, readLabEnv } from '../../lab/src/parts/env-file.ts';
import { portNames, type PortName } from '../../lab/src/parts/parts.ts';
import { listeningSockets } from '../../lab/src/runtime/sockets.ts';
import { lane } from './this-run.ts';

/** Below the system's range of ephemeral ports; a range for each of the lanes, which start labs at once. */
const firstPort = 10_000 + lane * 10_000;

/** A free port for each port variable. */
export async function freePorts(): Promise<Record<PortName, number>> {
  const next = await picker();
  return Object.fromEntries(portNames.map((name) => [name, next()])) as Record<PortName, number>;
}

/** A free port for something besides the lab. */
export async function freePort(): Promise<number> {
  return (await picker())();
}

async function picker(): Promise<() => number> {
  const taken = new Set((await listeningSockets()).map((s) => s.port));
  let port = firstPort + Math.floor(Math.random() * 9_000);
  return () => {
    do port++;
    while (taken.has(port));
    return port;
  };
}

/** The lab's settings with free ports. */
export async function envWithFreePorts(): Promise<LabEnv> {
  return { ...readLabEnv({ shell: {} }), ...(await freePorts()) };
}
