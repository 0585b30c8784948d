import type { Query } from '@span-metrics-lab/grafana';
import { getJson } from '../../backends/http.ts';
import { Jaeger } from '../../backends/jaeger.ts';
import { Prometheus } from '../../backends/prometheus.ts';
import type { Endpoints } from '../../parts/parts.ts';

/** One series of an answer: pairs of seconds since the epoch and value. A found trace is a series of one point, its duration in ms. */
export type Line = { labels: Record<string, string>; points: [number, number][] };

/** Seconds since the epoch, and seconds. */
export type Window = { start: number; end: number; step: number };

/** Queries a data source as Grafana would. `expr` has its variables filled in. Throws the engine's error. */
export async function ask(endpoints: Endpoints, query: Query, expr: string, window: Window): Promise<Line[]> {
  if (query.datasource === 'prometheus')
    return askPrometheus(new Prometheus(endpoints.prometheus), query, expr, window);
  if (query.datasource === 'tempo') return askTempo(endpoints.tempo!, query, expr, window);
  if (query.datasource === 'loki') return askLoki(endpoints['loki']!, query, expr, window);
  const found = await new Jaeger(endpoints.jaeger!).search({ service: expr, start: window.start, end: window.end });
  return found.map((trace) => ({ labels: {}, points: [[trace.start, trace.duration]] }));
}

async function askPrometheus(prometheus: Prometheus, query: Query, expr: string, window: Window): Promise<Line[]> {
  if (!query.instant) return prometheus.queryRange(expr, window);
  const samples = await prometheus.query(expr, window.end);
  return samples.map(({ labels, value }) => ({ labels, points: [[window.end, value]] }));
}

type LokiAnswer = {
  data: {
    result: {
      metric?: Record<string, string>;
      stream?: Record<string, string>;
      value?: [number, string];
      values?: [number | string, string][];
    }[];
  };
};

/** LogQL: numbers of lines are series; a stream of lines is a series of one point, how many there are. */
async function askLoki(url: string, query: Query, expr: string, { start, end, step }: Window): Promise<Line[]> {
  const asked: Record<string, string> = query.instant
    ? { query: expr, time: String(end) }
    : { query: expr, start: String(start), end: String(end), step: `${step}s`, limit: '200' };
  const path = query.instant ? 'query' : 'query_range';
  const { data } = await getJson<LokiAnswer>('Loki', `${url}/loki/api/v1/${path}?${new URLSearchParams(asked)}`);
  return data.result.map(({ metric, stream, value, values = [] }) => {
    if (stream) return { labels: stream, points: [[end, values.length]] };
    const points = value ? [value] : (values as [number, string][]);
    return { labels: metric ?? {}, points: points.map(([at, number]) => [at, Number(number)]) };
  });
}

type TempoMetrics = {
  series?: {
    labels?: { key: string; value: { stringValue?: string } }[];
    samples?: { timestampMs?: string; value?: number }[];
  }[];
};
type TempoTraces = { traces?: { startTimeUnixNano: string; durationMs?: number }[] };

/** TraceQL: a pipeline with `|` returns series, a selector alone returns traces. A name in `expr` may contain a `|` too. */
async function askTempo(url: string, query: Query, expr: string, { start, end, step }: Window): Promise<Line[]> {
  const range = { q: expr, start: String(Math.floor(start)), end: String(Math.ceil(end)) };
  if (!query.expr.includes('|')) {
    const { traces = [] } = await getJson<TempoTraces>(
      'Tempo',
      `${url}/api/search?${new URLSearchParams({ ...range, limit: '20' })}`,
    );
    return traces.map((t) => ({ labels: {}, points: [[Number(t.startTimeUnixNano) / 1e9, t.durationMs ?? 0]] }));
  }
  const asked = new URLSearchParams({ ...range, step: `${step}s` });
  const { series = [] } = await getJson<TempoMetrics>('Tempo', `${url}/api/metrics/query_range?${asked}`);
  return series.map(({ labels = [], samples = [] }) => ({
    labels: Object.fromEntries(labels.map(({ key, value }) => [key, value.stringValue ?? ''])),
    points: samples.map((s) => [Number(s.timestampMs ?? 0) / 1000, s.value ?? 0]),
  }));
}
