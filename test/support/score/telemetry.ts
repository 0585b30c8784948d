import { attribute, type SentSpan } from '../otlp.ts';

type Attribute = ReturnType<typeof attribute>;

/** What one process sends: its resource without `service.name`, and its spans. */
export type Process = { resource: Attribute[]; spans: SentSpan[] };

/** The telemetry of one service, and of those that call it, in OTLP's JSON encoding. */
export type Telemetry = {
  service: string;
  processes: Process[];
  /** Spans of the service that calls it. */
  caller: { service: string; spans: SentSpan[] };
  metrics: Metric[];
  lines: Line[];
};

export type Metric = {
  name: string;
  unit: string;
  histogram?: { aggregationTemporality: number; dataPoints: HistogramPoint[] };
  sum?: { aggregationTemporality: number; isMonotonic: true; dataPoints: Point[] };
  gauge?: { dataPoints: Point[] };
};
export type Point = { timeUnixNano: string; asDouble: number; attributes?: Attribute[] };
export type HistogramPoint = {
  timeUnixNano: string;
  count: string;
  sum: number;
  bucketCounts: string[];
  explicitBounds: number[];
  attributes?: Attribute[];
};

export type Line = {
  timeUnixNano: string;
  severityNumber?: number;
  severityText: string;
  body: { stringValue: string };
  traceId?: string;
  spanId?: string;
};

/** Changes every span of the service that fits. */
export function withSpans(
  telemetry: Telemetry,
  fits: (span: SentSpan) => boolean,
  change: (span: SentSpan, index: number) => SentSpan,
): Telemetry {
  let index = 0;
  return {
    ...telemetry,
    processes: telemetry.processes.map((process) => ({
      ...process,
      spans: process.spans.map((span) => (fits(span) ? change(span, index++) : span)),
    })),
  };
}

/** Adds spans to the first process. */
export function addSpans({ processes: [first, ...others], ...rest }: Telemetry, spans: SentSpan[]): Telemetry {
  return { ...rest, processes: [{ ...first!, spans: [...first!.spans, ...spans] }, ...others] };
}

/** Changes the resource of every process: a new value, or none. */
export function withResource(telemetry: Telemetry, key: string, value: string | undefined): Telemetry {
  const changed = (resource: Attribute[]) => [
    ...resource.filter((one) => one.key !== key),
    ...(value === undefined ? [] : [attribute(key, value)]),
  ];
  const processes = telemetry.processes.map(({ resource, spans }) => ({ resource: changed(resource), spans }));
  return { ...telemetry, processes };
}

/** A span with an attribute set, or taken away; `to` gives it another name. */
export function setAttribute(span: SentSpan, key: string, value: string | number | undefined): SentSpan {
  const others = span.attributes.filter((one) => one.key !== key);
  return { ...span, attributes: [...others, ...(value === undefined ? [] : [attribute(key, value)])] };
}

/** A span with attributes under other names. */
export function renameAttributes(span: SentSpan, names: Record<string, string>): SentSpan {
  return { ...span, attributes: span.attributes.map(({ key, value }) => ({ key: names[key] ?? key, value })) };
}
