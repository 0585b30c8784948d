import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkout } from '../../lab/src/base/paths.ts';
import { collectorLayers } from '../../lab/src/parts/configs.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import type { Stack } from '../../lab/src/parts/parts.ts';
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
  traces: 'otlp > memory_limiter > forward',
  'traces/red': 'forward > filter/unmarked > span_metrics',
  'traces/checks': 'forward > filter/marked > span_metrics/checks',
  'traces/edges': 'forward > service_graph',
  'metrics/red': 'span_metrics, service_graph > transform/red > prometheus',
  'metrics/checks': 'span_metrics/checks > filter/counts_only, transform/red, transform/checks > prometheus',
  'metrics/app': 'otlp > memory_limiter, transform/app > prometheus',
};
const expected: Record<Stack, Record<string, string>> = {
  tempo: { ...shared, 'traces/tempo': 'forward > otlp_http/tempo' },
  jaeger: { ...shared, 'traces/jaeger': 'forward > otlp_http/jaeger' },
  both: {
    ...shared,
    'traces/relays': 'forward > otlp_grpc/relay_tempo, otlp_grpc/relay_jaeger',
    'traces/tempo': 'otlp/relay_tempo > otlp_http/tempo',
    'traces/jaeger': 'otlp/relay_jaeger > otlp_http/jaeger',
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

  test('the layers count marked requests like all others, except for the mark, its expiry and its limit', async () => {
    const { span_metrics: usual, 'span_metrics/checks': marked } = (await merged(collectorLayers(stack, [])))
      .connectors;
    const [dimensions, theirs] = [usual, marked].map((c) => c!.dimensions.map(({ name }) => name));
    expect(theirs).toEqual([...dimensions!, 'lab.run']);
    expect([usual!.series_expiration, marked!.series_expiration]).toEqual(['0s', '15s']);
    expect([usual!.aggregation_cardinality_limit, marked!.aggregation_cardinality_limit]).toEqual([2000, 300]);
    expect({ ...marked, dimensions, series_expiration: 0, aggregation_cardinality_limit: 0 }).toEqual({
      ...usual,
      dimensions,
      series_expiration: 0,
      aggregation_cardinality_limit: 0,
    });
  });

  test('the layers keep the spans for a store on disk and send them until they are accepted', async () => {
    const { exporters } = await merged(collectorLayers(stack, []));
    const stores = Object.entries(exporters).filter(([name]) => name.startsWith('otlp_http/'));
    expect(stores.length).toBe(stack === 'both' ? 2 : 1);
    for (const [name, exporter] of stores) {
      expect(exporter, name).toMatchObject({
        retry_on_failure: { max_elapsed_time: '0s' },
        sending_queue: { storage: 'file_storage/queue', queue_size: 500_000 },
      });
    }
  });
});

test('a custom layer states only what differs', async () => {
  using layer = ownLayer({ connectors: { 'span_metrics/checks': { series_expiration: '1s' } } });
  const { connectors } = await merged(collectorLayers('tempo', [], layer.path));
  expect(connectors['span_metrics/checks']).toMatchObject({ series_expiration: '1s', metrics_flush_interval: '500ms' });
});

test('the layer "off" changes nothing', async () => {
  const off = join(checkout, 'otel-collector/off.yaml');
  expect(await merged(collectorLayers('both', [], off))).toEqual(await merged(collectorLayers('both', [])));
});

test('every layer belongs to a stack, or is off', () => {
  const used = new Set(stacks.flatMap((stack) => collectorLayers(stack, [])).map((path) => basename(path)));
  expect(readdirSync(join(checkout, 'otel-collector')).sort()).toEqual([...used, 'off.yaml'].sort());
});

test('a layer that names a missing exporter is refused', async () => {
  using layer = ownLayer({ service: { pipelines: { 'traces/tempo': { exporters: ['nowhere'] } } } });
  await expect(merged(collectorLayers('tempo', [], layer.path))).rejects.toThrow(/nowhere/);
});

type Merged = {
  service: { pipelines: Record<string, Record<'receivers' | 'processors' | 'exporters', string[]>> };
  connectors: Record<
    string,
    { dimensions: { name: string }[]; series_expiration: string; aggregation_cardinality_limit: number }
  >;
  exporters: Record<string, object>;
};

/** The configuration as the collector reads it, defaults filled in. Throws its message if it refuses it. */
async function merged(layers: readonly string[]): Promise<Merged> {
  const env = { QUEUE_DIR: folder }; // created while it is validated
  const { stdout } = await execa(otelcol, ['print-config', ...layers.map((layer) => `--config=${layer}`)], { env });
  return parse(stdout) as Merged;
}
