import { join } from 'node:path';
import { execa } from 'execa';
import { readLabEnv } from '../catalog/env-file.ts';
import { checkout } from '../catalog/paths.ts';
import { provideEngines } from './engines/provide-engines.ts';
import type { Lab } from './lab.ts';

/** What of k6's own metrics goes to Prometheus besides counts and rates. */
export const TREND_STATS = 'avg,min,med,max,p(90),p(95),p(99)';

/** Runs the load against a lab with our k6 and shows k6's own progress. Resolves with k6's exit code (99: a threshold was missed). */
export async function runLoad(
  lab: Lab,
  options: { duration: string; vus: number; say: (line: string) => void; signal?: AbortSignal },
): Promise<number> {
  const engines = await provideEngines(['k6'], { env: readLabEnv(), say: options.say, ...(options.signal && { signal: options.signal }) });
  const load = await execa(
    engines.get('k6')!.path,
    ['run', '--no-usage-report', '--vus', String(options.vus), '--duration', options.duration, '--out', 'experimental-prometheus-rw', join(checkout, 'k6-script.js')],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      reject: false,
      env: {
        BASE_URL: lab.endpoints.gateway,
        K6_AUTO_EXTENSION_RESOLUTION: 'false',
        K6_PROMETHEUS_RW_SERVER_URL: `${lab.endpoints.prometheus}/api/v1/write`,
        K6_PROMETHEUS_RW_PUSH_INTERVAL: '1s',
        K6_PROMETHEUS_RW_TREND_STATS: TREND_STATS,
        K6_PROMETHEUS_RW_STALE_MARKERS: 'true', // lines end with the load instead of five minutes later
      },
      ...(options.signal && { cancelSignal: options.signal, forceKillAfterDelay: 5_000, killSignal: 'SIGINT' as const }),
    },
  );
  return load.exitCode ?? 1;
}
