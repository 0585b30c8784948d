import { type Panel, type Query, queriesFor, resolve, type Stack, type VariableValue } from '@span-metrics-lab/grafana';
import { ask } from '../shell/ask.ts';

/** A line of a chart, or one number of a table: its labels, its name by the query's legend, its points or its value. */
export type Line = {
  refId: string;
  name: string;
  labels: Record<string, string>;
  points: Point[];
  /** Seconds from one point to the next, where none is missing. */
  step: number;
  value: number;
};

/** Time (seconds since the epoch) and value. */
export type Point = [at: number, value: number];

export type Exemplar = { traceId: string; value: number; at: number; labels: Record<string, string> };

/** The data of a panel. Times are seconds since the epoch. */
export type PanelData = { lines: Line[]; exemplars: Exemplar[]; range: Range };
/** `asked` distinguishes refreshes of the same range. */
export type Range = { start: number; end: number; asked?: number };
export type Variables = Readonly<Record<string, VariableValue>>;

type Answer<T> = { data: T };
type Vector = {
  resultType: string;
  result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[];
};

/** Runs all queries of a panel, with the steps that Grafana would use. */
export async function panelData(
  panel: Panel,
  stack: Stack,
  variables: Variables,
  range: Range,
  signal: AbortSignal,
): Promise<PanelData> {
  const step = stepFor(range);
  const queries = queriesFor(panel, stack).filter((query) => query.datasource === 'prometheus');
  const lines = await Promise.all(queries.map((query) => linesOf(query, variables, range, step, signal)));
  const exemplars = await Promise.all(
    queries.filter((query) => query.exemplar).map((query) => exemplarsOf(query, variables, range, step, signal)),
  );
  return { lines: lines.flat(), exemplars: exemplars.flat(), range };
}

/** A range that ends now, aligned to steps so that points do not move between refreshes. */
export function rangeUntilNow(seconds: number, now = Date.now() / 1000): Range {
  const step = stepFor({ start: 0, end: seconds });
  const end = Math.floor(now / step) * step;
  return { start: end - Math.ceil(seconds / step) * step, end };
}

/** Seconds between two points: about 150 of them. */
function stepFor({ start, end }: Range): number {
  return [1, 2, 5, 10, 15, 30, 60, 120, 300].find((step) => (end - start) / step <= 200) ?? 600;
}

async function linesOf(
  query: Query,
  variables: Variables,
  range: Range,
  step: number,
  signal: AbortSignal,
): Promise<Line[]> {
  const timing = { range: range.end - range.start, step };
  const { expr, step: asked } = resolve(query, variables, timing);
  const { data } = query.instant
    ? await prometheus<Vector>('query', { query: expr, time: String(range.end) }, signal)
    : await prometheus<Vector>(
        'query_range',
        { query: expr, start: String(range.start), end: String(range.end), step: String(asked) },
        signal,
      );
  return data.result.map(({ metric, value, values = [] }) => ({
    refId: query.refId,
    name: legend(query.legend, metric),
    labels: metric,
    points: values.map(([at, text]) => [at, Number(text)]),
    step: asked,
    value: Number(value?.[1] ?? values.at(-1)?.[1] ?? Number.NaN),
  }));
}

async function exemplarsOf(
  query: Query,
  variables: Variables,
  range: Range,
  step: number,
  signal: AbortSignal,
): Promise<Exemplar[]> {
  const { expr } = resolve(query, variables, { range: range.end - range.start, step });
  type Found = {
    seriesLabels: Record<string, string>;
    exemplars: { labels: Record<string, string>; value: string; timestamp: number }[];
  };
  const { data } = await prometheus<Found[]>(
    'query_exemplars',
    { query: expr, start: String(range.start), end: String(range.end) },
    signal,
  );
  const byTrace = new Map<string, Exemplar>(); // each bucket of a histogram repeats them
  for (const { seriesLabels, exemplars } of data) {
    for (const { labels, value, timestamp } of exemplars) {
      const traceId = labels['trace_id'];
      if (traceId)
        byTrace.set(`${traceId} ${value}`, { traceId, value: Number(value), at: timestamp, labels: seriesLabels });
    }
  }
  return [...byTrace.values()];
}

/** Values of a label, for choices. */
export async function labelValues(selector: string, label: string, signal: AbortSignal): Promise<string[]> {
  const query = new URLSearchParams({ 'match[]': selector, start: String(Math.floor(Date.now() / 1000) - 3_600) });
  const { data } = await ask<Answer<string[]>>(`/prometheus/api/v1/label/${label}/values?${query}`, { signal });
  return data;
}

function prometheus<T>(path: string, form: Record<string, string>, signal: AbortSignal): Promise<Answer<T>> {
  return ask<Answer<T>>(`/prometheus/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(form), signal });
}

function legend(format: string, labels: Record<string, string>): string {
  return format.replace(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
}
