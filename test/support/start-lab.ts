import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Prometheus } from '../../lab/src/backends/prometheus.ts';
import { storesOf } from '../../lab/src/backends/stores.ts';
import type { TraceStore } from '../../lab/src/backends/trace-store.ts';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import type { RuntimeName, Endpoints, PartName, Stack } from '../../lab/src/parts/parts.ts';
import type { LedgerLab } from '../../lab/src/check/ledger.ts';
import type { Lab } from '../../lab/src/runtime/lab.ts';
import { up } from '../../lab/src/runtime/up.ts';
import { dockerForTests, removeImages } from './docker/docker-for-tests.ts';
import { envWithFreePorts } from './free-ports.ts';

/** Runtime and stack that this run of the tests is for; `npm test` sets them. */
export const runtime = (process.env['LAB_TEST_RUNTIME'] ?? 'native') as RuntimeName;
export const stack = (process.env['LAB_TEST_STACK'] ?? 'tempo') as Stack;

/** A lab of a test: its own ports, its own folder, gone with the test. */
export type TestLab = AsyncDisposable & {
  lab: Lab;
  env: LabEnv;
  home: string;
  endpoints: Endpoints;
  parts: readonly PartName[];
  stack: Stack;
  prometheus: Prometheus;
  stores: TraceStore[];
  /** What a ledger asks. */
  books: LedgerLab;
  /** What the lab said while it started. */
  said: string[];
};

/**
 * Starts a lab on free ports with a folder of its own: `await using lab = await startLab()`.
 * One at a time in a test file: the folder is told to the library through LAB_HOME.
 */
export async function startLab(
  options: { stack?: Stack; runtime?: RuntimeName; configs?: Record<string, string>; env?: Partial<LabEnv> } = {},
): Promise<TestLab> {
  const home = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));
  process.env['LAB_HOME'] = home;
  const env = { ...(await envWithFreePorts()), ...options.env };
  const said: string[] = [];
  const chosen = { stack: options.stack ?? stack, runtime: options.runtime ?? runtime };
  const docker = chosen.runtime === 'docker' ? await dockerForTests(chosen.stack) : undefined;
  let lab: Lab;
  try {
    lab = await up({
      ...chosen,
      env,
      say: (line) => said.push(line),
      ...(options.configs && { configs: options.configs }),
      ...(docker && { docker }),
    });
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    if (docker) await removeImages(docker);
    throw error;
  }
  const prometheus = new Prometheus(lab.endpoints.prometheus);
  const stores = storesOf(lab.endpoints);
  return {
    lab,
    env,
    home,
    endpoints: lab.endpoints,
    parts: lab.parts,
    stack: lab.stack,
    prometheus,
    stores,
    books: { bases: lab.endpoints, stores, prometheus },
    said,
    [Symbol.asyncDispose]: async () => {
      process.env['LAB_HOME'] = home;
      try {
        await lab.down({ volumes: true });
      } finally {
        if (docker) await removeImages(docker);
        rmSync(home, { recursive: true, force: true });
      }
    },
  };
}
