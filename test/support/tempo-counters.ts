import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import type { TestLab } from './test-lab.ts';

/** A counter or gauge of the lab's Tempo, summed over the series with these labels; 0 if there is none. */
export async function tempoNumber(
  { endpoints }: Pick<TestLab, 'endpoints'>,
  metric: string,
  labels: Record<string, string> = {},
): Promise<number> {
  return sumOf(await readExposition(`${endpoints.tempo}/api/metrics`), metric, labels) ?? 0;
}
