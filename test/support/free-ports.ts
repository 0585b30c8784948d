import { type LabEnv, readLabEnv } from '../../lab/src/parts/env-file.ts';
import { portNames, type PortName } from '../../lab/src/parts/parts.ts';
import { listeningSockets } from '../../lab/src/runtime/sockets.ts';
import { lane } from './this-run.ts';

/** Below the system's range of ephemeral ports; a range for each of the lanes, which start labs at once. */
const firstPort = 10_000 + lane * 7_500;

/** A free port for each port variable. */
export async function freePorts(): Promise<Record<PortName, number>> {
  const next = await picker(0);
  return Object.fromEntries(portNames.map((name) => [name, next()])) as Record<PortName, number>;
}

/** A free port for something beside a lab; the lab that starts next does not take it. */
export async function freePort(): Promise<number> {
  return (await picker(6_900, 500))();
}

/** Gives one free port after the other, from a random one in this part of the lane's range. */
async function picker(from: number, among = 6_700): Promise<() => number> {
  const taken = new Set((await listeningSockets()).map((s) => s.port));
  let port = firstPort + from + Math.floor(Math.random() * among);
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
