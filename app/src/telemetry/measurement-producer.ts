import { ValueType } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  DataPointType,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { Measurement, Read } from './measurements.ts';

/**
 * The attribute of a point whose series has ended: otel-collector/shop.yaml makes it OTLP's "no recorded value". The SDK
 * cannot say that, and the collector would show the last value for 15 s more. Without a dot, which base.yaml would replace.
 */
export const ended = 'lab_ended';

/** How long an end is repeated, ms: the collector forgets a series by itself after 15 s. */
const repeated = 15_000;

/**
 * Measurements of another process as metrics. The SDK's observable instruments do not fit: they go on with the last value
 * of a series that is no longer observed, and a total of theirs begins when this process does.
 */
export class MeasurementProducer implements MetricProducer {
  readonly #resource: Resource;
  readonly #read: Read;
  readonly #now: () => number;
  readonly #seen = new Map<string, { last: Measurement; at: number }>();

  constructor(resource: Resource, read: Read, now: () => number = Date.now) {
    this.#resource = resource;
    this.#read = read;
    this.#now = now;
  }

  async collect(): Promise<CollectionResult> {
    const now = this.#now();
    const measured = this.#read();
    for (const last of measured) this.#seen.set(keyOf(last), { last, at: now });
    const metrics = [...Map.groupBy(measured, ({ name }) => name).values(), ...this.#ended(now)];
    return {
      resourceMetrics: {
        resource: this.#resource,
        scopeMetrics: [{ scope: { name: 'span-metrics-lab' }, metrics: metrics.map((some) => metricOf(some, now)) }],
      },
      errors: [],
    };
  }

  /** Series that were there and are not now. Each is a metric of its own: the collector ends only the first series of one. */
  #ended(now: number): Measurement[][] {
    const gone = [...this.#seen].filter(([, { at }]) => at < now);
    for (const [key, { at }] of gone) if (now - at > repeated) this.#seen.delete(key);
    return gone.map(([, { last }]) => [{ ...last, attributes: { ...last.attributes, [ended]: 'true' } }]);
  }
}

const keyOf = ({ name, attributes = {} }: Measurement) => JSON.stringify([name, Object.entries(attributes).toSorted()]);

function metricOf(some: readonly Measurement[], now: number): MetricData {
  const { name, unit, kind } = some[0]!;
  const whole = some.every(({ value }) => Number.isSafeInteger(value));
  const common = {
    descriptor: { name, unit, description: '', valueType: whole ? ValueType.INT : ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPoints: some.map(({ value, attributes = {}, since = now }) => ({
      attributes,
      startTime: millisToHrTime(since),
      endTime: millisToHrTime(now),
      value,
    })),
  };
  return kind === 'gauge'
    ? { ...common, dataPointType: DataPointType.GAUGE }
    : { ...common, dataPointType: DataPointType.SUM, isMonotonic: kind === 'counter' };
}
