import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessId } from '../../lab/src/base/process-identity.ts';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import { portNames } from '../../lab/src/parts/parts.ts';
import type { LabState } from '../../lab/src/runtime/native/state-file.ts';
import { labCli } from '../support/cli.ts';
import { envWithFreePorts } from '../support/free-ports.ts';

/** A native lab as a user has it: a folder, ports, and the tool's commands. Nothing runs until `up`. */
export type CommandLab = AsyncDisposable & {
  home: string;
  ports: LabEnv;
  /** Runs a command of the tool. Never rejects: look at `exitCode`. */
  run: (...args: string[]) => ReturnType<typeof labCli>;
  /** `lab up --runtime native`, with these variables on top. */
  up: (more?: Record<string, string>) => ReturnType<typeof labCli>;
  state: () => LabState;
  /** Whether a state exists: a lab was started and not taken down. */
  isKnown: () => boolean;
  processes: () => ProcessId[];
};

/** A lab with its own folder and free ports. Disposing it ends its processes. */
export async function commandLab(): Promise<CommandLab> {
  const home = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));
  chmodSync(home, 0o755); // as in startLab
  const ports = await envWithFreePorts();
  const env = { LAB_HOME: home, ...Object.fromEntries(portNames.map((name) => [name, String(ports[name])])) };
  const run = (...args: string[]) => labCli(args, env);
  const state = () => JSON.parse(readFileSync(join(home, 'state.json'), 'utf8')) as LabState;
  const isKnown = () => existsSync(join(home, 'state.json'));
  return {
    home,
    ports,
    run,
    up: (more = {}) => labCli(['up', '--runtime', 'native'], { ...env, ...more }),
    state,
    isKnown,
    processes: () => Object.values(state().processes),
    [Symbol.asyncDispose]: async () => {
      if (isKnown()) await run('down', '--volumes');
      rmSync(home, { recursive: true, force: true });
    },
  };
}
