import { readFileSync } from 'node:fs';
import { label, metricsOf, panels } from '@span-metrics-lab/grafana';
import type { Prometheus, Sample } from '../../lab/src/backends/prometheus.ts';
import { ownPrometheus } from './own-prometheus.ts';
import { encodedLabels, histograms, points, writeRequest } from './remote-write.ts';

const hour = 3600;

/** Metrics that a panel reads. */
const read = [
  ...new Set(
    panels.flatMap(({ queries }) =>
      queries.filter((query) => query.datasource === 'prometheus').flatMap((query) => metricsOf(query.expr)),
    ),
  ),
];

/** The native histograms of this name, without those of checks. */
async function nativeNamed(source: Prometheus, name: string): Promise<Sample[]> {
  const found = await source.query(`histogram_count({__name__="${name}", ${label.run}=""})`);
  return found.map(({ labels, value }) => ({ labels: { ...labels, __name__: name }, value }));
}

/** A Prometheus of its own with an hour of samples, one per second, of every series that another one has now.
 * Series of `lab check` are left out: they expire soon. `cpu` is the CPU time used so far, ms. */
export async function hourOfSamples(source: Prometheus): Promise<
  AsyncDisposable & {
    prometheus: Prometheus;
    cpu: () => number;
    end: number;
    series: number;
    native: number;
    samples: number;
  }
> {
  const own = await ownPrometheus();
  try {
    const series = (await source.query(`{__name__=~".+", ${label.run}=""}`)).filter((s) => Number.isFinite(s.value));
    const native = (await Promise.all(read.map((name) => nativeNamed(source, name)))).flat();
    const end = Math.floor(Date.now() / 1000);
    await write(own.prometheus.url, [...series.map(numbered), ...native.map(bucketed)], end - hour);
    return {
      prometheus: own.prometheus,
      end,
      series: series.length + native.length,
      native: native.length,
      cpu: () => cpuOf(own.pid),
      samples: (series.length + native.length) * hour,
      [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
    };
  } catch (error) {
    await own[Symbol.asyncDispose]();
    throw error;
  }
}

/** utime and stime of proc_pid_stat(5), in ticks of 10 ms. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Samples of a series in one request. */
const step = 120;

const COUNTER = /(_total|_count|_sum|_bucket)$|^otelcol_(exporter_s|exporter_e|receiver|connector|process_cpu)/;

/** A series, and its samples from a second of the hour on. */
type Written = { labels: Buffer; samples: (from: number, ms: number) => Buffer };

/** A counter rises to its current value, other values vary a little. */
function numbered({ labels, value }: Sample): Written {
  const at = COUNTER.test(labels['__name__'] ?? '')
    ? (i: number) => Math.floor((value * i) / hour)
    : (i: number) => value * (1 + (i % 7) / 100);
  return { labels: encodedLabels(labels), samples: (from, ms) => points(at, from, ms, step) };
}

/** A native histogram whose buckets rise unevenly. */
function bucketed({ labels }: Sample): Written {
  const at = (i: number, bucket: number) => Math.floor((i * (1 + (bucket % 5))) / 10);
  return { labels: encodedLabels(labels), samples: (from, ms) => histograms(at, from, ms, step) };
}

async function write(url: string, series: readonly Written[], start: number): Promise<void> {
  for (let from = 0; from < hour; from += step) {
    for (let i = 0; i < series.length; i += 400) {
      const body = series.slice(i, i + 400).map((one) => ({
        labels: one.labels,
        points: one.samples(from, (start + from) * 1000),
      }));
      const response = await fetch(`${url}/api/v1/write`, {
        method: 'POST',
        headers: {
          'content-encoding': 'snappy',
          'content-type': 'application/x-protobuf',
          'x-prometheus-remote-write-version': '0.1.0',
        },
        body: writeRequest(body),
      });
      if (!response.ok) throw new Error(`remote write: ${response.status} ${await response.text()}`);
    }
  }
}
