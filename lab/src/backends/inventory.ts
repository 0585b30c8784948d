import { readExposition, samplesOf } from './exposition.ts';

/** A metric as a service sends it, without its values (transform/inventory in otel-collector/base.yaml). */
export type SentMetric = {
  service: string;
  name: string;
  /** Empty for none. */
  unit: string;
  type: 'gauge' | 'sum' | 'histogram' | 'exponential histogram' | 'summary';
  temporality: 'delta' | 'cumulative' | undefined;
  /** Of explicit buckets, as JSON; cut after 1,024 characters. */
  bounds: string | undefined;
};

/** pmetric.MetricType and pmetric.AggregationTemporality of the collector, which writes their numbers. */
const types: Record<string, SentMetric['type']> = {
  1: 'gauge',
  2: 'sum',
  3: 'histogram',
  4: 'exponential histogram',
  5: 'summary',
};
const temporalities: Record<string, SentMetric['temporality']> = { 1: 'delta', 2: 'cumulative' };

/** The metrics that services sent within the last 150 s, each once for every unit, type and set of bounds. */
export async function readInventory(url: string): Promise<SentMetric[]> {
  return inventoryIn(await readExposition(url));
}

/** The same from the text of the endpoint. */
export function inventoryIn(text: string): SentMetric[] {
  return [...samplesOf(text)].flatMap(({ name, labels }) => {
    const type = types[labels['type'] ?? ''];
    if (name !== 'received' || !type) return [];
    return {
      service: labels['service'] ?? '',
      name: labels['metric'] ?? '',
      unit: labels['unit'] ?? '',
      type,
      temporality: temporalities[labels['temporality'] ?? ''],
      bounds: labels['bounds'],
    };
  });
}
