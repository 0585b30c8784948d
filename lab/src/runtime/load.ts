import { join } from 'node:path';
import { execa } from 'execa';
import { goEngine } from '../catalog/engines.ts';
import { readLabEnv } from '../catalog/env-file.ts';
import type { Endpoints } from '../catalog/parts.ts';
import { checkout } from '../catalog/paths.ts';
import { findEngine, provideEngines } from './engines/provide-engines.ts';

/** The load, wherever it runs. */
export const k6Script = join(checkout, 'k6-script.js');

/** What makes k6 write its own metrics to Prometheus, besides `--out experimental-prometheus-rw`. */
export function k6Environment({
  gateway,
  prometheus,
}: Pick<Endpoints, 'gateway' | 'prometheus'>): Record<string, string> {
  return {
    BASE_URL: gateway,
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    K6_PROMETHEUS_RW_SERVER_URL: `${prometheus}/api/v1/write`,
    K6_PROMETHEUS_RW_PUSH_INTERVAL: '1s',
    K6_FEATURES: 'native-histograms', // quantiles over all requests need buckets; k6's other choice is quantiles made by k6
    K6_PROMETHEUS_RW_STALE_MARKERS: 'true', // lines end with the load instead of five minutes later
    K6_SYSTEM_TAGS: 'scenario,name,method,status,expected_response,check', // labels; by default seven more
  };
}

/** Runs the load against a lab with our k6 and shows k6's own progress. Resolves with k6's exit code (99: a threshold was missed). */
export async function runLoad(
  lab: { endpoints: Endpoints },
  options: { duration: string; vus: number; say: (line: string) => void; signal?: AbortSignal },
): Promise<number> {
  const engines = await provideEngines(['k6'], {
    env: readLabEnv(),
    say: options.say,
    ...(options.signal && { signal: options.signal }),
  });
  const load = await execa(
    engines.get('k6')!.path,
    [
      'run',
      '--no-usage-report',
      '--vus',
      String(options.vus),
      '--duration',
      options.duration,
      '--out',
      'experimental-prometheus-rw',
      k6Script,
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      reject: false,
      env: k6Environment(lab.endpoints),
      ...(options.signal && {
        cancelSignal: options.signal,
        forceKillAfterDelay: 5_000,
        killSignal: 'SIGINT' as const,
      }),
    },
  );
  return load.exitCode ?? 1;
}

/** Runs the load without a word for a few seconds, if k6 is here already. Says what came of it; never builds k6. */
export async function runBriefly(
  lab: { endpoints: Endpoints },
  { seconds, vus }: { seconds: number; vus: number },
): Promise<string> {
  const env = readLabEnv();
  const k6 = await findEngine(goEngine('k6'), env.K6_VERSION, () => {});
  if (!k6) return 'not run: it is not built yet (npm run load builds it)';
  const args = [
    'run',
    '--no-usage-report',
    '--quiet',
    '--summary-mode=disabled',
    '--no-thresholds',
    '--out',
    'experimental-prometheus-rw',
  ];
  const load = await execa(k6.path, [...args, '--vus', String(vus), '--duration', `${seconds}s`, k6Script], {
    reject: false,
    env: k6Environment(lab.endpoints),
  });
  return load.exitCode === 0
    ? `${vus} users for ${seconds} s`
    : `failed: ${load.stderr.trim().split('\n').at(-1) ?? load.exitCode}`;
}
