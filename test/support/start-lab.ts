import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capability } from '../../lab/src/parts/capabilities.ts';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import type { Stack } from '../../lab/src/parts/parts.ts';
import type { DockerOptions } from '../../lab/src/runtime/docker/docker-up.ts';
import { up } from '../../lab/src/runtime/up.ts';
import { envWithFreePorts } from './free-ports.ts';
import { type TestLab, testLabOf } from './test-lab.ts';
import { stack as stackOfRun } from './this-run.ts';

type Options = {
  stack?: Stack;
  capabilities?: readonly Capability[];
  configs?: Record<string, string>;
  env?: Partial<LabEnv>;
  /** Called with the lab's folder before anything starts. */
  prepare?: (home: string) => void;
  /** For a lab of containers; without it, processes. */
  docker?: DockerOptions;
};

/** A lab that was started for a test and ends with it. */
export type StartedLab = TestLab & AsyncDisposable;

/**
 * Starts a lab on free ports with its own folder, which ends with the test: `await using lab = await startLab()`.
 * One at a time in a test file: the library reads the folder from LAB_HOME. As with tests, a start that fails in CI, whose
 * machines are shared, is tried once more, aloud: most files start their lab outside a test, which nothing would try again.
 */
export async function startLab(options: Options = {}): Promise<StartedLab> {
  if (!process.env['CI'] || options.prepare) return startOnce(options);
  return startOnce(options).catch((error: unknown) => {
    console.warn(`A lab did not start, and is tried once more. ${String(error)}`);
    return startOnce(options);
  });
}

async function startOnce(options: Options): Promise<StartedLab> {
  const { stack = stackOfRun, capabilities, configs, docker } = options;
  const home = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));
  chmodSync(home, 0o755); // else root's Postgres, which runs as nobody, has its files elsewhere, and a killed test leaves them
  process.env['LAB_HOME'] = home;
  const env = { ...(await envWithFreePorts()), ...options.env };
  const runtime = docker ? 'docker' : 'native';
  try {
    options.prepare?.(home);
    const lab = await up({
      stack,
      runtime,
      env,
      say: () => {},
      ...(capabilities && { capabilities }),
      ...(configs && { configs }),
      ...(docker && { docker }),
    });
    return {
      ...testLabOf(lab, { env, home }),
      [Symbol.asyncDispose]: async () => {
        process.env['LAB_HOME'] = home;
        await lab.down({ volumes: true }).finally(() => rmSync(home, { recursive: true, force: true }));
      },
    };
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}
