import type { SentMetric } from '../../../lab/src/backends/inventory.ts';
import type { LogLine } from '../../../lab/src/backends/log-store.ts';
import { attributesOf, spansOf } from '../../../lab/src/backends/otlp-json.ts';
import { conventionKeys } from '../../../lab/src/score/convention-keys.ts';
import { parted, type Sample } from '../../../lab/src/score/sample.ts';
import { attribute, tracesOf } from '../otlp.ts';
import type { Metric, Telemetry } from './telemetry.ts';

/** What the score would read of this telemetry from the lab's stores. */
export async function sampleOf({ service, processes, caller, metrics, lines }: Telemetry): Promise<Sample> {
  const sent = [
    ...processes.map(({ resource, spans }) => tracesOf(service, spans, resource)),
    tracesOf(caller.service, caller.spans),
  ].flatMap((body) => spansOf(body));
  const traces = [...Map.groupBy(sent, ({ traceId }) => traceId).values()];
  const [own, others] = [true, false].map((is) =>
    traces.filter((spans) => spans.some((span) => span.service === service) === is),
  );
  const parents = new Set(sent.map(({ parentSpanId }) => parentSpanId));
  return {
    ...parted(service, own!),
    minutes: 5,
    readAt: BigInt(Date.now()) * 1_000_000n,
    calls: others!.flat().filter((span) => span.kind === 'client' && !parents.has(span.spanId)),
    metrics: metrics.flatMap((metric) => inventoryOf(service, metric)),
    series: seriesOf(metrics),
    buckets: metrics.flatMap(bucketsOf),
    lines: lines.map(
      ({ timeUnixNano, severityNumber = 0, body, traceId = '', spanId = '' }): LogLine => ({
        time: BigInt(timeUnixNano),
        service,
        severity: 'info',
        severityNumber,
        text: body.stringValue,
        traceId,
        spanId,
        attributes: {},
      }),
    ),
    conventionKeys: await conventionKeys(),
  };
}

function inventoryOf(service: string, { name, unit, histogram, sum }: Metric): SentMetric[] {
  const common = { service, name, unit, temporality: histogram || sum ? ('cumulative' as const) : undefined };
  if (!histogram) return [{ ...common, type: sum ? 'sum' : 'gauge', bounds: undefined }];
  const bounds = new Set(histogram.dataPoints.map(({ explicitBounds }) => JSON.stringify(explicitBounds)));
  return [...bounds].map((one) => ({ ...common, type: 'histogram', bounds: one }));
}

function seriesOf(metrics: readonly Metric[]): Map<string, Record<string, string>[]> {
  const series = metrics.map(({ name, histogram, sum, gauge }) => {
    const points = (histogram ?? sum ?? gauge)!.dataPoints;
    const labels = points.map(({ attributes = [] }) =>
      attributesOf(attributes as ReturnType<typeof attribute>[] as never),
    );
    return [name, labels as unknown as Record<string, string>[]] as const;
  });
  return new Map(series);
}

function bucketsOf({ name, histogram }: Metric): Sample['buckets'] {
  const [first] = histogram?.dataPoints ?? [];
  if (!first) return [];
  let atMost = 0;
  const counts = [...first.explicitBounds, Infinity].map((bound, index) => ({
    bound,
    atMost: (atMost += Number(first.bucketCounts[index])),
  }));
  return [{ name, counts }];
}
