import { type LabEnv, readLabEnv } from '../../lab/src/catalog/env-file.ts';
import { listeningSockets } from '../../lab/src/runtime/native/sockets.ts';

/** The lab's settings with a free port in each port variable, below the range from which the system lends ports. */
export async function envWithFreePorts(): Promise<LabEnv> {
  const env = readLabEnv(undefined, {});
  const taken = new Set((await listeningSockets()).map((s) => s.port));
  let port = 10_000 + Math.floor(Math.random() * 20_000);
  const next = () => {
    do port++;
    while (taken.has(port));
    return port;
  };
  const ports = Object.keys(env).filter((name) => name.endsWith('_PORT'));
  return { ...env, ...Object.fromEntries(ports.map((name) => [name, next()])) };
}
