import { attribute, postOtlp } from './otlp.ts';
import type { TestLab } from './test-lab.ts';

/** OTLP's cumulative temporality. opentelemetry-proto, metrics/v1/metrics.proto */
export const cumulative = 2;

/** This moment, ns since the epoch, as OTLP's JSON encoding has it. */
export const nowNano = (): string => String(BigInt(Date.now()) * 1_000_000n);

/** Sends metrics of a service to the lab's collector, with `more` attributes of its resource. Throws unless it answers 200. */
export async function sendMetrics(
  lab: Pick<TestLab, 'endpoints'>,
  service: string,
  metrics: readonly object[],
  more: readonly object[] = [],
): Promise<void> {
  const resource = { attributes: [attribute('service.name', service), ...more] };
  const { status, text } = await postOtlp(lab, 'metrics', {
    resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }],
  });
  if (status !== 200) throw new Error(`the collector answered ${status}: ${text}`);
}

/** An explicit, an exponential and an explicit histogram of one name, which are scraped in this order. */
export function mixedHistograms(name: string): object[] {
  const point = (series: string) => ({
    timeUnixNano: nowNano(),
    count: '1',
    sum: 1,
    attributes: [attribute('series', series)],
  });
  const explicit = (series: string) => ({
    name,
    histogram: {
      aggregationTemporality: cumulative,
      dataPoints: [{ ...point(series), bucketCounts: ['1', '0'], explicitBounds: [1] }],
    },
  });
  const exponential = {
    name,
    exponentialHistogram: {
      aggregationTemporality: cumulative,
      dataPoints: [{ ...point('b'), scale: 0, zeroCount: '0', positive: { offset: 0, bucketCounts: ['1'] } }],
    },
  };
  return [explicit('a'), exponential, explicit('c')]; // in the order of their labels
}
