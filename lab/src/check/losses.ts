import { byConnector, label, losses, type Loss, metric, quoted } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../backends/prometheus.ts';
import type { Endpoints, Stack } from '../parts/parts.ts';
import { unscrapedOthers } from './unscraped.ts';

/** How many items were lost in one of the ways. */
export type Lost = Loss & { items: number };

/** What was left out, cut or refused in a window such as `15m`, by its counters. Throws when Prometheus does not answer. */
export async function lostIn(window: string, prometheus: Prometheus, stack: Stack): Promise<Lost[]> {
  const ways = losses.filter(({ stacks }) => stacks.includes(stack));
  const samples = await prometheus.query(
    ways.map((way) => `label_replace(${grown(way, window)} > 0, "way", ${quoted(way.what)}, "", "")`).join(' or '),
  );
  return ways.flatMap((way) => {
    const sample = samples.find(({ labels }) => labels['way'] === way.what);
    return sample ? [{ ...way, items: Math.round(sample.value) }] : [];
  });
}

/** PromQL for how much a counter grew in a window, also if its series is new; nothing while its process restarts. */
export function grown({ counter, matchers }: Loss, window: string): string {
  const now = `${counter}{${matchers}}`;
  return `sum(clamp_min(${now} - (${now} offset ${window} or ${now} * 0), 0))`;
}

/** In words: how many of what, and where. */
export const inWords = ({ items, unit, what }: Lost): string => `${items} ${unit}: ${what}`;

/** What was left out, cut or refused in the last 15 minutes, a sentence for each way, and which service where it is known. */
export async function lately(prometheus: Prometheus, stack: Stack, endpoints: Endpoints): Promise<string[]> {
  const [lost, unscraped] = await Promise.all([
    lostIn('15m', prometheus, stack),
    unscrapedOthers(prometheus, endpoints),
  ]);
  const sentences = lost.map(async (one) => {
    const who = one.unit === 'calls' ? await manyLabels(prometheus) : undefined;
    return `${inWords(one)} (${who ?? one.why}; ${one.next})`;
  });
  return [...(await Promise.all(sentences)), ...unscraped];
}

/** The labels of a span that people can fill with ids. */
const ownLabels = [label.route, label.method, label.httpStatus];

/**
 * The service with the most combinations of labels, and the label that makes them, as a sentence; undefined without calls.
 * Services in great number are themselves the label.
 */
async function manyLabels(prometheus: Prometheus): Promise<string | undefined> {
  const counts = await prometheus.query(`sort_desc(count by (${label.service}) (${metric.calls}{${byConnector}}))`);
  const [most] = counts;
  if (!most) return undefined;
  if (counts.length > most.value) return `${counts.length} values of ${label.service}`;
  const service = most.labels[label.service] ?? '';
  const series = `${metric.calls}{${label.service}=${quoted(service)}}`;
  const values = await Promise.all(
    ownLabels.map(async (name) => ({
      name,
      count: (await prometheus.query(`count(count by (${name}) (${series}))`))[0]?.value ?? 0,
    })),
  );
  const widest = values.reduce((a, b) => (b.count > a.count ? b : a));
  return `service ${JSON.stringify(service)} has ${widest.count} values of ${widest.name}`;
}
