import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Prometheus } from '../../lab/src/backends/prometheus.ts';
import { until } from '../../lab/src/base/poll.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import { features, queryLimits } from '../../lab/src/runtime/native/plans/prometheus.ts';
import { envWithFreePorts } from './free-ports.ts';

/** A Prometheus beside the lab's, with its limits: scrapes nothing, takes remote writes, ends with the test. */
export async function ownPrometheus(): Promise<AsyncDisposable & { prometheus: Prometheus; pid: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-prometheus-'));
  writeFileSync(join(folder, 'prometheus.yaml'), 'global: {}\n');
  const engines = await provideEngines(['prometheus'], { env: readLabEnv(), say: () => {} });
  const port = (await envWithFreePorts()).PROMETHEUS_PORT;
  const process = spawn(
    engines.get('prometheus')!.path,
    [
      `--config.file=${folder}/prometheus.yaml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      `--enable-feature=${features.join(',')}`,
      ...queryLimits,
      '--log.level=warn',
    ],
    { stdio: 'ignore' },
  );
  const prometheus = new Prometheus(`http://127.0.0.1:${port}`);
  const dispose = async () => {
    await ended(process);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('the second Prometheus is ready', async () =>
      (await fetch(`${prometheus.url}/-/ready`)).ok ? true : undefined,
    );
    return { prometheus, pid: process.pid!, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Ends a process and waits until it is gone. */
export async function ended(process: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (process.exitCode !== null) return;
  const gone = new Promise((resolve) => process.once('exit', resolve));
  process.kill(signal);
  await gone;
}
