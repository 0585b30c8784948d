import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { label } from '@span-metrics-lab/grafana';
import { Prometheus, type Sample } from '../../lab/src/backends/prometheus.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { until } from '../../lab/src/base/poll.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import { envWithFreePorts } from './free-ports.ts';

const hour = 3600;

/** A Prometheus of its own with an hour of samples, one per second, of every series that another one has now.
 * Series of `lab check` are left out: they expire soon. `cpu` is the CPU time used so far, ms. */
export async function hourOfSamples(
  source: Prometheus,
): Promise<
  AsyncDisposable & { prometheus: Prometheus; cpu: () => number; end: number; series: number; samples: number }
> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-hour-'));
  writeFileSync(join(folder, 'prometheus.yaml'), 'global: {}\n');
  const engines = await provideEngines(['prometheus'], { env: readLabEnv(), say: () => {} });
  const port = (await envWithFreePorts()).PROMETHEUS_PORT;
  const process = spawn(
    engines.get('prometheus')!.path,
    [
      `--config.file=${folder}/prometheus.yaml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      '--log.level=warn',
    ],
    { stdio: 'ignore' },
  );
  const prometheus = new Prometheus(`http://127.0.0.1:${port}`);
  const dispose = async () => {
    await ended(process);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('the second Prometheus is ready', async () =>
      (await fetch(`${prometheus.url}/-/ready`)).ok ? true : undefined,
    );
    const series = (await source.query(`{__name__=~".+", ${label.run}=""}`)).filter((s) => Number.isFinite(s.value));
    const end = Math.floor(Date.now() / 1000);
    await write(prometheus.url, series, end - hour);
    return {
      prometheus,
      end,
      series: series.length,
      cpu: () => cpuOf(process.pid!),
      samples: series.length * hour,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** utime and stime of proc_pid_stat(5), in ticks of 10 ms. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null) return;
  const gone = new Promise((resolve) => process.once('exit', resolve));
  process.kill('SIGTERM');
  await gone;
}

const COUNTER = /(_total|_count|_sum|_bucket)$|^otelcol_(exporter_s|exporter_e|receiver|connector|process_cpu)/;

/** Counters rise to their current value, other values vary a little. Remote write 1.0: protobuf in (uncompressed) snappy. */
async function write(url: string, samples: readonly Sample[], start: number): Promise<void> {
  const series = samples.map(({ labels, value }) => ({
    head: Buffer.concat(
      Object.keys(labels)
        .sort()
        .map((name) => message(1, Buffer.concat([text(1, name), text(2, labels[name]!)]))),
    ),
    at: COUNTER.test(labels['__name__'] ?? '')
      ? (i: number) => Math.floor((value * i) / hour)
      : (i: number) => value * (1 + (i % 7) / 100),
  }));
  for (let from = 0; from < hour; from += 120) {
    for (let i = 0; i < series.length; i += 400) {
      const body = series.slice(i, i + 400).map(({ head, at }) => {
        return message(1, Buffer.concat([head, points(at, from, (start + from) * 1000)]));
      });
      const response = await fetch(`${url}/api/v1/write`, {
        method: 'POST',
        headers: {
          'content-encoding': 'snappy',
          'content-type': 'application/x-protobuf',
          'x-prometheus-remote-write-version': '0.1.0',
        },
        body: snappy(Buffer.concat(body)),
      });
      if (!response.ok) throw new Error(`remote write: ${response.status} ${await response.text()}`);
    }
  }
}

/** Two minutes of samples, one a second: each field 2, a double and a varint of six bytes (until the year 2109). */
function points(at: (i: number) => number, from: number, ms: number): Buffer {
  const size = 18;
  const buffer = Buffer.alloc(120 * size);
  for (let k = 0; k < 120; k++) {
    const o = k * size;
    buffer[o] = (2 << 3) | 2;
    buffer[o + 1] = size - 2;
    buffer[o + 2] = (1 << 3) | 1;
    buffer.writeDoubleLE(at(from + k), o + 3);
    buffer[o + 11] = 2 << 3;
    let rest = ms + k * 1000;
    for (let i = 0; i < 6; i++) {
      buffer[o + 12 + i] = i < 5 ? (rest % 128) | 128 : rest % 128;
      rest = Math.floor(rest / 128);
    }
  }
  return buffer;
}

function message(field: number, body: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
}

function text(field: number, value: string): Buffer {
  return message(field, Buffer.from(value));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** Snappy's block format with literals only (google/snappy, format_description.txt). */
function snappy(body: Buffer): Buffer {
  const parts = [varint(body.length)];
  for (let at = 0; at < body.length; at += 65_536) {
    const chunk = body.subarray(at, at + 65_536);
    const length = chunk.length - 1;
    parts.push(Buffer.from([61 << 2, length & 255, length >> 8]), chunk);
  }
  return Buffer.concat(parts);
}
