import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const src = join(import.meta.dirname, '..');

/** The service as users start it: as its own process, with telemetry. */
export interface ServiceProcess extends AsyncDisposable {
  url: string;
  logs: Record<string, unknown>[];
  stderr: string[];
  /** Ends it by SIGTERM; its exit code and how long it took, in ms. */
  stop(): Promise<{ code: number | null; took: number }>;
}

/**
 * Starts it on a free port and waits until it listens; rejects with its output if it ends before that. `before`: a module that
 * is loaded after the telemetry and before the service.
 */
export async function startProcess(env: Record<string, string>, before?: string): Promise<ServiceProcess> {
  const first = ['--import', join(src, 'telemetry/preload.ts'), ...(before ? ['--import', before] : [])];
  const child = spawn(process.execPath, [...first, join(src, 'main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', LAB_METRICS_INTERVAL: '300', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logs: Record<string, unknown>[] = [];
  const stderr: string[] = [];
  const exited = once(child, 'close') as Promise<[number | null]>;
  const url = Promise.withResolvers<string>();
  createInterface(child.stderr).on('line', (line) => stderr.push(line));
  createInterface(child.stdout).on('line', (line) => {
    const entry = JSON.parse(line) as Record<string, unknown>;
    logs.push(entry);
    if (entry['msg'] === 'listening') url.resolve(String(entry['url']));
  });
  void exited.then(([code]) => url.reject(new Error(`exit code ${code}\n${stderr.join('\n')}`)));
  const stop = async () => {
    const started = performance.now();
    child.kill('SIGTERM');
    const [code] = await exited;
    return { code, took: performance.now() - started };
  };
  return {
    url: await url.promise,
    logs,
    stderr,
    stop,
    [Symbol.asyncDispose]: async () => void (child.exitCode === null && (await stop())),
  };
}
