import { get } from './http.ts';

/**
 * Sum of all samples of a metric in Prometheus' text format, over its labels that pass; undefined if it is not there.
 * The collector leaves `_total` out unless it is asked for OpenMetrics, so both spellings are found.
 */
export function sumOf(text: string, metric: string, labels: Record<string, string> = {}): number | undefined {
  let sum: number | undefined;
  for (const line of text.split('\n')) {
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*?)\})? (\S+)/.exec(line);
    if (!sample || (sample[1] !== metric && `${sample[1]}_total` !== metric)) continue;
    if (Object.entries(labels).every(([name, value]) => sample[2]?.includes(`${name}="${value}"`))) {
      sum = (sum ?? 0) + Number(sample[3]);
    }
  }
  return sum;
}

/** Reads an endpoint in Prometheus' text format. Throws when it does not answer 200. */
export async function readExposition(url: string): Promise<string> {
  const response = await get(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}
