import { setTimeout as wait } from 'node:timers/promises';
import { run } from '../run-command.ts';

/** Memory of one container against its limit: percent of the limit, p95 over all samples, and what `docker stats` last showed. */
export type MemoryUse = { samples: number[]; p95: number; shown: string };

/** Samples `docker stats` of the containers (name by id) about every second while `work` runs. */
export async function memoryDuring(
  containers: ReadonlyMap<string, { Id: string }>,
  work: Promise<unknown>,
): Promise<Map<string, MemoryUse>> {
  const use = new Map<string, MemoryUse>(
    [...containers.keys()].map((name) => [name, { samples: [], p95: 0, shown: '' }]),
  );
  let working = true;
  const worked = work.finally(() => (working = false));
  while (working) {
    const ids = [...containers.values()].map(({ Id }) => Id);
    const lines = (await run('docker', ['stats', '--no-stream', '--no-trunc', '--format', '{{json .}}', ...ids])).split(
      '\n',
    );
    for (const line of lines.filter(Boolean)) {
      const { ID, MemPerc, MemUsage } = JSON.parse(line) as { ID: string; MemPerc: string; MemUsage: string };
      const name = [...containers].find(([, { Id }]) => Id === ID)?.[0];
      const one = use.get(name ?? '');
      one?.samples.push(parseFloat(MemPerc));
      if (one) one.shown = MemUsage;
    }
    await Promise.race([wait(500), worked.catch(() => undefined)]);
  }
  await worked;
  for (const one of use.values()) one.p95 = percentile(one.samples, 0.95);
  return use;
}

/** Nearest-rank percentile; NaN for no samples. */
function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
