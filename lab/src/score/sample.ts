import { type SentMetric, readInventory } from '../backends/inventory.ts';
import { type LogLine, runAttribute } from '../backends/log-store.ts';
import { logStoreOf } from '../backends/log-stores.ts';
import { Prometheus } from '../backends/prometheus.ts';
import { storesOf } from '../backends/stores.ts';
import type { Attributes, StoredSpan } from '../backends/trace-store.ts';
import type { Lab } from '../runtime/lab.ts';
import { findCalls } from './calls-of-others.ts';
import { conventionKeys } from './convention-keys.ts';
import { type Buckets, bucketsOf, seriesOf } from './measured.ts';
import { readTraces, type Wanted } from './read-traces.ts';
import type { Language } from './report.ts';

/** What the rules look at: the telemetry of one service, and the traces that it is part of. */
export type Sample = {
  service: string;
  language: Language;
  minutes: number;
  /** When it was read, ns since the epoch. */
  readAt: bigint;
  /** Every span of the traces that the service is part of, of other services too. */
  traces: StoredSpan[][];
  /** The service's own spans in them. */
  spans: StoredSpan[];
  /** Its different resources, each with a span that has it. */
  resources: { attributes: Attributes; span: StoredSpan }[];
  /** CLIENT spans of other services to which no span answers, in traces without this service. */
  calls: StoredSpan[];
  /** What it sends; undefined if the collector does not say. */
  metrics: SentMetric[] | undefined;
  /** How many series each of its metrics had within an hour; undefined if Prometheus does not say. */
  series: ReadonlyMap<string, Record<string, string>[]> | undefined;
  buckets: Buckets[];
  /** Newest first; undefined in a lab without a log store. */
  lines: LogLine[] | undefined;
  /** Keys of attributes of the conventions. */
  conventionKeys: ReadonlySet<string>;
};

const languages: readonly string[] = ['nodejs', 'python', 'java', 'go', 'dotnet', 'webjs'] satisfies Language[];

/** Log lines that are read at most. */
const LINES = 500;

/** Reads what the rules need, from the lab's first trace store. Fails with an EngineError if that one does not answer. */
export async function readSample(lab: Pick<Lab, 'endpoints'>, wanted: Wanted): Promise<Sample> {
  const { service, minutes } = wanted;
  const { endpoints } = lab;
  const store = storesOf(endpoints)[0]!;
  const prometheus = new Prometheus(endpoints.prometheus);
  const end = Date.now() / 1000 + 60; // clocks ahead of ours
  const range = { start: end - 60 - 60 * minutes, end };
  const [traces, metrics, series, buckets, lines, keys] = await Promise.all([
    readTraces(store, wanted, range),
    orNothing(endpoints.inventory ? readInventory(endpoints.inventory) : undefined),
    orNothing(seriesOf(prometheus, service)),
    orNothing(bucketsOf(prometheus, service)),
    logStoreOf(endpoints)?.search({ service, ...range, limit: LINES }),
    conventionKeys(),
  ]);
  const spans = traces.flat().filter((span) => span.service === service);
  const entries = spans.filter(isEntry);
  return {
    ...parted(service, traces),
    minutes,
    readAt: BigInt(Date.now()) * 1_000_000n,
    calls: entries.length > 0 ? await findCalls(store, service, entries, range) : [],
    metrics: metrics?.filter((metric) => metric.service === service),
    series,
    buckets: buckets ?? [],
    lines: lines?.filter((line) => line.attributes[runAttribute] === undefined),
    conventionKeys: keys,
  };
}

/** The parts of a sample that are in its traces. */
export function parted(
  service: string,
  traces: StoredSpan[][],
): Pick<Sample, 'service' | 'language' | 'traces' | 'spans' | 'resources'> {
  const spans = traces.flat().filter((span) => span.service === service);
  const resources = new Map(spans.map((span) => [JSON.stringify(span.resource), span]));
  const language = spans.map(({ resource }) => String(resource['telemetry.sdk.language'] ?? '')).find(Boolean) ?? '';
  return {
    service,
    language: languages.includes(language) ? (language as Language) : 'other',
    traces,
    spans,
    resources: [...resources.values()].map((span) => ({ attributes: span.resource, span })),
  };
}

/** Each span of the service, with the trace that it is in. */
export function ownInTraces({
  traces,
  service,
}: Pick<Sample, 'traces' | 'service'>): { span: StoredSpan; trace: StoredSpan[]; byId: Map<string, StoredSpan> }[] {
  return traces.flatMap((trace) => {
    const byId = new Map(trace.map((span) => [span.spanId, span]));
    return trace.filter((span) => span.service === service).map((span) => ({ span, trace, byId }));
  });
}

/** A SERVER span without a parent. */
function isEntry(span: StoredSpan): boolean {
  return span.kind === 'server' && span.parentSpanId === '';
}

/** A rule whose data nobody answers for does not apply; the others are judged. */
async function orNothing<T>(answer: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}
