import { quoted } from '@span-metrics-lab/grafana';
import { getJson } from './http.ts';
import {
  type AccessLines,
  accessLine,
  bySeverityName,
  escaped,
  type LogLine,
  type LogSearch,
  type LogStore,
  mostLines,
  numberOf,
  ofResource,
  runAttribute,
  severityIn,
  severityNumberIn,
  type Volume,
} from './log-store.ts';

type Labels = Record<string, string>;
type Streams = { stream: Labels; values: [time: string, text: string, own?: Labels][] }[];
type Matrix = { metric: Labels; values: [time: number, value: string][] }[];
type Vector = { metric: Labels; value: [time: number, value: string] }[];
type Answer<Result> = { data: { result: Result } };

/** Labels that are no attributes of the line. */
const ownLabels = new Set([
  'service_name',
  'trace_id',
  'span_id',
  'severity_text',
  'severity_number',
  'detected_level',
]);

/** Loki's HTTP API; labels and structured metadata come merged. https://grafana.com/docs/loki/latest/reference/loki-http-api/ */
export class Loki implements LogStore {
  readonly name = 'Loki';
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }

  async linesOfTrace(traceId: string): Promise<LogLine[]> {
    const now = Date.now() / 1000;
    const query = `${everything} | trace_id=${quoted(traceId)}`;
    return this.#lines(query, { start: now - day, end: now + 60, limit: mostLines, direction: 'forward' });
  }

  async search({ text, severity, service, start, end, limit = 100 }: LogSearch): Promise<LogLine[]> {
    const query = [
      service ? `{service_name=${quoted(service)}}` : everything,
      ...(text ? [`|~ ${quoted(`(?i)${escaped(text)}`)}`] : []),
      ...(severity ? [`| severity_number >= ${numberOf(severity)}`] : []),
    ].join(' ');
    return this.#lines(query, { start, end, limit, direction: 'backward' });
  }

  async countOfRun(run: string): Promise<AccessLines[]> {
    const ofRun = `${everything} |~ ${quoted(`^${accessLine}$`)} | ${labelOf(runAttribute)}=${quoted(run)}`;
    const query = `sum by (trace_id, service_name) (count_over_time(${ofRun} [1h]))`;
    const parameters = new URLSearchParams({ query, time: nanoseconds(Date.now() / 1000 + 1) });
    const { data } = await getJson<Answer<Vector>>('Loki', `${this.url}/loki/api/v1/query?${parameters}`);
    return data.result.map(({ metric, value }) => ({
      traceId: metric['trace_id'] ?? '',
      service: metric['service_name'] ?? '',
      lines: Number(value[1]),
    }));
  }

  async volume({ start, end, step }: { start: number; end: number; step: number }): Promise<Volume[]> {
    const counted = `count_over_time(${everything} [${step}s] offset 1ms)`; // a range has its end and not its start
    const parameters = new URLSearchParams({
      query: `sum by (service_name, severity_number, severity_text) (${counted})`,
      start: nanoseconds(Math.floor(start / step) * step + step), // a value counts the step before it
      end: nanoseconds(Math.ceil(end / step) * step),
      step: `${step}s`,
    });
    const { data } = await getJson<Answer<Matrix>>('Loki', `${this.url}/loki/api/v1/query_range?${parameters}`);
    const counts = data.result.flatMap(({ metric, values }) =>
      values.map(([until, lines]) => ({
        time: until - step,
        service: metric['service_name'] ?? '',
        severity: severityIn(metric),
        lines: Number(lines),
      })),
    );
    return bySeverityName(counts)
      .filter(({ lines }) => lines > 0)
      .sort((a, b) => a.time - b.time);
  }

  async #lines(
    query: string,
    { start, end, limit, direction }: { start: number; end: number; limit: number; direction: 'forward' | 'backward' },
  ): Promise<LogLine[]> {
    const parameters = new URLSearchParams({
      query,
      start: nanoseconds(start),
      end: nanoseconds(end),
      limit: String(limit),
      direction,
    });
    const { data } = await getJson<Answer<Streams>>('Loki', `${this.url}/loki/api/v1/query_range?${parameters}`);
    const lines = data.result.flatMap(({ stream, values }) =>
      values.map(([time, text, own]) => lineOf({ ...stream, ...own }, BigInt(time), text)),
    );
    const inOrder = lines.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    return direction === 'forward' ? inOrder : inOrder.reverse();
  }
}

const day = 86_400;

/** Every stream: a query must name one label at least. */
const everything = '{service_name=~".+"}';

function lineOf(labels: Labels, time: bigint, text: string): LogLine {
  return {
    time,
    service: labels['service_name'] ?? '',
    severity: severityIn(labels),
    severityNumber: severityNumberIn(labels),
    text,
    traceId: labels['trace_id'] ?? '',
    spanId: labels['span_id'] ?? '',
    attributes: Object.fromEntries(
      Object.entries(labels).filter(([name]) => !ownLabels.has(name) && !ofResource.test(name)),
    ),
  };
}

/** An attribute's name as Loki keeps it. */
function labelOf(attribute: string): string {
  return attribute.replaceAll(/[^a-zA-Z0-9_]/g, '_');
}

function nanoseconds(seconds: number): string {
  return String(BigInt(Math.round(seconds * 1000)) * 1_000_000n);
}
