import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkout } from '../../lab/src/base/paths.ts';
import { capabilityNames } from '../../lab/src/parts/capabilities.ts';
import { collectorArguments, collectorLayers } from '../../lab/src/parts/configs.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { runtimeNames, type Stack } from '../../lab/src/parts/parts.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import { ownLayer } from '../support/own-layer.ts';

// The configuration that the collector itself makes from the layers, compared with what each stack needs.
let otelcol: string;
const folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => {
  const engines = await provideEngines(['collector'], { env: readLabEnv(), say: console.log });
  otelcol = engines.get('collector')!.path;
});

const shared = {
  traces:
    'otlp > memory_limiter, filter/drop_nested, transform/repair_spans, filter/drop_no_trace_id, filter/drop_no_span_id > forward',
  'traces/bounded': 'forward > transform/bound_labels > forward/bounded',
  'traces/edges': 'forward/bounded > transform/names_of_edges > service_graph',
  'traces/red': 'forward/bounded > filter/unmarked > span_metrics, span_metrics/native',
  'traces/checks': 'forward/bounded > filter/marked > span_metrics/checks, span_metrics/native_checks',
  'traces/others': 'forward/bounded > filter/spans_of_others > span_metrics/others, span_metrics/native_others',
  'metrics/red': 'span_metrics > transform/red > prometheus',
  'metrics/red_of_others': 'span_metrics/others > transform/red > prometheus/red_of_others',
  'metrics/native': 'span_metrics/native > filter/durations_only, transform/red > prometheus',
  'metrics/native_of_others':
    'span_metrics/native_others > filter/durations_only, transform/red > prometheus/red_of_others',
  'metrics/native_checks':
    'span_metrics/native_checks > filter/durations_only, filter/counts_only, transform/red, transform/checks > prometheus',
  'metrics/checks': 'span_metrics/checks > filter/counts_only, transform/red, transform/checks > prometheus',
  'metrics/edges': 'service_graph > filter/edges_of_lab, transform/edges > prometheus',
  'metrics/other_edges': 'service_graph > filter/edges_of_others, transform/edges > prometheus/others',
  metrics:
    'otlp > memory_limiter, transform/repair_metrics, filter/drop_unfit_metrics, filter/drop_unfit_points, filter/drop_many_points > forward',
  'metrics/app': 'forward > filter/metrics_of_lab, transform/processes, transform/app > prometheus',
  'metrics/others':
    'forward > filter/metrics_of_others, filter/no_gauges, transform/others, transform/app > prometheus/others',
  'metrics/gauges_of_others':
    'forward > filter/metrics_of_others, filter/gauges, transform/others, transform/app > prometheus/gauges_of_others',
  'metrics/inventory': 'forward > transform/inventory, filter/counted_in_inventory > prometheus/inventory',
  logs: 'otlp > memory_limiter, filter/drop_logs > debug',
};
const fitJaeger = 'transform/fit_jaeger, filter/drop_large_rows, transform/forget_size';
const expected: Record<Stack, Record<string, string>> = {
  tempo: { ...shared, 'traces/tempo': 'forward > otlp_http/tempo' },
  jaeger: { ...shared, 'traces/jaeger': `forward > ${fitJaeger} > otlp_http/jaeger` },
  both: {
    ...shared,
    'traces/relays': 'forward > otlp_grpc/relay_tempo, otlp_grpc/relay_jaeger',
    'traces/tempo': 'otlp/relay_tempo > otlp_http/tempo',
    'traces/jaeger': `otlp/relay_jaeger > ${fitJaeger} > otlp_http/jaeger`,
  },
};
const stacks = Object.keys(expected) as Stack[];

describe.each(stacks)('the layers of the %s stack', (stack) => {
  test('the layers make these pipelines', async () => {
    const { service } = await merged(collectorLayers(stack, []));
    const pipelines = Object.entries(service.pipelines).map(([name, { receivers, processors, exporters }]) => [
      name,
      [receivers, processors, exporters]
        .filter((part) => part.length > 0)
        .map((part) => part.join(', '))
        .join(' > '),
    ]);
    expect(Object.fromEntries(pipelines)).toEqual(expected[stack]);
  });

  test.each(['span_metrics', 'span_metrics/native'])(
    'the layers count marked requests and other services as %s counts the lab’s own, except for mark, expiry, limit and buckets',
    async (name) => {
      const { connectors } = await merged(collectorLayers(stack, []));
      const kind = (of: string) => connectors[`${name}${name.includes('/') ? '_' : '/'}${of}`]!;
      const [usual, marked, others] = [connectors[name]!, kind('checks'), kind('others')];
      const [dimensions, theirs] = [usual, marked].map((c) => c.dimensions.map((d) => d.name));
      expect(theirs).toEqual([...dimensions!, 'lab.run']);
      const same = { dimensions, series_expiration: 0, aggregation_cardinality_limit: 0 };
      expect({ ...marked, ...same }).toEqual({ ...usual, ...same });
      const limits = { series_expiration: 0, aggregation_cardinality_limit: 0, histogram: 0 };
      expect({ ...others, ...limits }).toEqual({ ...usual, ...limits });
      expect([usual, others, marked].map((one) => one.series_expiration)).toEqual(['1h0m0s', '15m0s', '15s']);
      expect([others.histogram.unit, others.histogram.exponential]).toEqual([
        usual.histogram.unit,
        usual.histogram.exponential,
      ]);
    },
  );

  test('the layers count the same calls in buckets and in native histograms', async () => {
    const { connectors } = await merged(collectorLayers(stack, []));
    for (const of of ['', 'checks', 'others']) {
      const buckets = connectors[of ? `span_metrics/${of}` : 'span_metrics']!;
      const native = connectors[of ? `span_metrics/native_${of}` : 'span_metrics/native']!;
      const differ = { namespace: '', histogram: 0, exemplars: 0, metrics_flush_interval: '' };
      expect({ ...native, ...differ }).toEqual({ ...buckets, ...differ });
      expect(native.histogram.exponential!.max_size).toBeGreaterThanOrEqual(320); // 20 doublings of 16 buckets
    }
  });

  test('the layers keep the spans for a store on disk and send them until they are accepted', async () => {
    const { exporters } = await merged(collectorLayers(stack, []));
    const stores = Object.entries(exporters).filter(([name]) => name.startsWith('otlp_http/'));
    expect(stores.length).toBe(stack === 'both' ? 2 : 1);
    for (const [name, exporter] of stores) {
      expect(exporter, name).toMatchObject({
        retry_on_failure: { max_elapsed_time: '0s' },
        sending_queue: { storage: 'file_storage/queue', queue_size: 500_000, batch: { min_size: 0 } }, // never merged
      });
    }
  });
});

test('a custom layer states only what differs', async () => {
  using layer = ownLayer({ connectors: { 'span_metrics/checks': { series_expiration: '1s' } } });
  const { connectors } = await merged(collectorLayers('tempo', [], layer.path));
  expect(connectors['span_metrics/checks']).toMatchObject({ series_expiration: '1s', metrics_flush_interval: '250ms' });
});

test('the layer "off" changes nothing', async () => {
  const off = join(checkout, 'otel-collector/off.yaml');
  expect(await merged(collectorLayers('both', [], off))).toEqual(await merged(collectorLayers('both', [])));
});

test('the shop adds what its metrics and its queue need, and changes nothing else', async () => {
  const { service } = await merged(collectorLayers('tempo', ['shop']));
  const { service: without } = await merged(collectorLayers('tempo', []));
  const changed = Object.entries(service.pipelines).filter(
    ([name, pipeline]) => JSON.stringify(pipeline) !== JSON.stringify(without.pipelines[name]),
  );
  expect(Object.fromEntries(changed.map(([name, { processors }]) => [name, processors]))).toEqual({
    'metrics/app': [...without.pipelines['metrics/app']!.processors, 'transform/observed'],
    'traces/edges': ['filter/messages', ...without.pipelines['traces/edges']!.processors],
    'traces/edges_to_queue': ['filter/sent_only', 'transform/to_queue'],
    'traces/edges_from_queue': ['filter/handled_only', 'transform/from_queue'],
  });
});

test('the capability machine adds pipelines of its own, and changes no other', async () => {
  const { service } = await merged(collectorLayers('tempo', ['machine']));
  const { service: without } = await merged(collectorLayers('tempo', []));
  const { service: inDocker } = await merged(collectorLayers('tempo', ['machine'], undefined, 'docker'));
  const added = ({ pipelines }: Merged['service']) =>
    Object.keys(pipelines).filter(
      (name) => JSON.stringify(pipelines[name]) !== JSON.stringify(without.pipelines[name]),
    );
  expect(added(service).sort()).toEqual(['metrics/machine', 'metrics/network', 'metrics/processes']);
  expect(added(inDocker)).toEqual(['metrics/machine']); // a container sees only its own processes and network
});

describe.each([
  ['native', 'otlp_http/victorialogs', []],
  ['docker', 'otlp_http/loki', ['transform/fit_loki']],
] as const)('the logs of a lab on the runtime %s', (runtime, exporter, own) => {
  test('go to its log store, and nothing else changes', async () => {
    const { service, exporters } = await merged(collectorLayers('both', ['logs'], undefined, runtime));
    const { service: without } = await merged(collectorLayers('both', []));
    expect(service.pipelines).toEqual({
      ...without.pipelines,
      logs: {
        receivers: ['otlp'],
        processors: ['memory_limiter', 'transform/repair_logs', 'transform/fit_logs', ...own],
        exporters: [exporter],
      },
    });
    expect(exporters[exporter]).toMatchObject({
      retry_on_failure: { max_elapsed_time: '0s' },
      sending_queue: { storage: 'file_storage/queue', queue_size: 200_000, batch: { min_size: 0 } }, // never merged
    });
  });
});

test('every layer belongs to a stack or a capability, or is off', () => {
  const used = new Set(
    stacks
      .flatMap((stack) =>
        runtimeNames.flatMap((runtime) => collectorLayers(stack, capabilityNames, undefined, runtime)),
      )
      .map((path) => basename(path)),
  );
  expect(readdirSync(join(checkout, 'otel-collector')).sort()).toEqual([...used, 'off.yaml'].sort());
});

test.each([
  ['', []],
  ['http://localhost:5173', ['http://localhost:5173']],
  ['http://localhost:5173,https://b.example', ['http://localhost:5173', 'https://b.example']],
])('OTLP_CORS_ORIGINS=%s lists these origins', async (OTLP_CORS_ORIGINS, allowed_origins) => {
  const { receivers } = await merged(collectorLayers('tempo', []), { OTLP_CORS_ORIGINS });
  expect(receivers['otlp']).toMatchObject({ protocols: { http: { cors: { allowed_origins } } } });
});

test('a layer that names a missing exporter is refused', async () => {
  using layer = ownLayer({ service: { pipelines: { 'traces/tempo': { exporters: ['nowhere'] } } } });
  await expect(merged(collectorLayers('tempo', [], layer.path))).rejects.toThrow(/nowhere/);
});

type Merged = {
  service: { pipelines: Record<string, Record<'receivers' | 'processors' | 'exporters', string[]>> };
  connectors: Record<
    string,
    {
      dimensions: { name: string }[];
      series_expiration: string;
      aggregation_cardinality_limit: number;
      histogram: { unit: string; exponential?: { max_size: number } };
    }
  >;
  exporters: Record<string, object>;
  receivers: Record<string, object>;
};

/** The configuration as the collector reads it, defaults filled in. Throws its message if it refuses it. */
async function merged(layers: readonly string[], more: Record<string, string> = {}): Promise<Merged> {
  const env = { QUEUE_DIR: folder, ...more }; // the folder is created while it is validated
  const { stdout } = await execa(otelcol, ['print-config', ...collectorArguments(layers)], { env });
  return parse(stdout) as Merged;
}

test('the layer of the guests repeats the list of base.yaml, with its own two at the end', () => {
  const listIn = (layer: string) =>
    (
      parse(readFileSync(join(checkout, 'otel-collector', layer), 'utf8')) as {
        service: { pipelines: { traces: { processors: string[] } } };
      }
    ).service.pipelines.traces.processors;
  expect(listIn('guests.yaml')).toEqual([...listIn('base.yaml'), 'filter/noise_of_guests', 'transform/guests']);
});
