import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { execa } from 'execa';
import { goEngine } from '../parts/engines.ts';
import { readLabEnv } from '../parts/env-file.ts';
import { baseEnvironment } from '../base/base-environment.ts';
import { LabError } from '../base/lab-error.ts';
import type { Endpoints } from '../parts/parts.ts';
import { checkout } from '../base/paths.ts';
import { describeError } from '../base/poll.ts';
import { identityOf } from '../base/process-identity.ts';
import { findEngine, provideEngines } from './engines/provide-engines.ts';
import type { Lab, Load, LoadEnd } from './lab.ts';

/** The load, wherever it runs. */
export const k6Script = join(checkout, 'k6-script.js');

/** k6's whole environment, besides `--out opentelemetry`: k6.env, and the addresses of this lab. */
export function k6Environment({
  gateway,
  otlpGrpc,
  observer,
}: Pick<Endpoints, 'gateway' | 'otlpGrpc' | 'observer'>): Record<string, string> {
  return {
    ...baseEnvironment(),
    ...(parseEnv(readFileSync(join(checkout, 'k6.env'), 'utf8')) as Record<string, string>),
    BASE_URL: gateway,
    ...(observer && { SHOP: 'on' }), // a part of the shop
    K6_OTEL_GRPC_EXPORTER_ENDPOINT: new URL(otlpGrpc).host,
  };
}

/** Arguments of k6 for a load; `script` is where k6 finds it. */
export function k6Arguments({ duration, vus, quiet }: Load, script: string): string[] {
  return [
    'run',
    '--out=opentelemetry',
    `--vus=${vus}`,
    `--duration=${duration}`,
    ...(quiet ? ['--quiet', '--summary-mode=disabled', '--no-thresholds'] : []),
    script,
  ];
}

/** Runs k6 by a command, shows its progress unless quiet, and stops it gracefully when the signal aborts. */
export async function runK6(
  file: string,
  args: readonly string[],
  { quiet, signal, onStart }: Load,
  options: { env: Record<string, string>; extendEnv?: boolean; cwd?: string },
): Promise<LoadEnd> {
  const running = execa(file, args, {
    ...options,
    stdin: 'ignore',
    stdout: quiet ? 'ignore' : 'inherit',
    stderr: quiet ? 'pipe' : 'inherit',
    reject: false,
    ...(signal && { cancelSignal: signal, forceKillAfterDelay: 5_000, killSignal: 'SIGINT' as const }),
  });
  const id = running.pid === undefined ? undefined : identityOf(running.pid);
  if (id) onStart?.(id);
  const load = await running;
  return { exitCode: load.exitCode ?? 1, lastLine: (load.stderr ?? '').trim().split('\n').at(-1) ?? '' };
}

/** Runs the load with a k6 of this machine, which is built if need be; a quiet one only if k6 is already built. */
export async function runNativeLoad(endpoints: Endpoints, load: Load): Promise<LoadEnd> {
  const { quiet, signal, say = () => {} } = load;
  const env = readLabEnv({ runtime: 'native' });
  if (quiet && !(await findEngine(goEngine('k6'), env.K6_VERSION, say)))
    throw new LabError({ what: 'k6 is not built yet.', next: 'npm run load' });
  const engines = await provideEngines(['k6'], { env, say, ...(signal && { signal }) });
  const alone = { env: k6Environment(endpoints), extendEnv: false };
  return runK6(engines.get('k6')!.path, k6Arguments(load, k6Script), load, alone);
}

/** Runs the load quietly for a few seconds. Returns its result in words. */
export async function runBriefly(lab: Pick<Lab, 'load'>, brief: { seconds: number; vus: number }): Promise<string> {
  const { seconds, vus } = brief;
  try {
    const { exitCode, lastLine } = await lab.load({ duration: `${seconds}s`, vus, quiet: true });
    return exitCode === 0 ? `${vus} users for ${seconds} s` : `failed: ${lastLine || exitCode}`;
  } catch (error) {
    return `not run: ${describeError(error)}`;
  }
}
