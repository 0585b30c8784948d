import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkout } from '../../lab/src/base/paths.ts';

// No Loki can be built here: what its documentation asks for, and what the collector relies on.
const read = (file: string) => readFileSync(join(checkout, file), 'utf8');
const config = parse(read('loki/config.yaml'));
const limits = config.limits_config;
const base = read('otel-collector/base.yaml');

/** A number in a statement of the collector that cuts. */
const cutAt = (statement: RegExp) => Number(statement.exec(base)![1]);
const bytes = (size: string) => Number(/^(\d+)KB$/.exec(size)![1]) * 1024;

test('Loki keeps structured metadata, survives a kill, deletes what is old, and calls nobody', () => {
  const [schema] = config.schema_config.configs;
  expect(schema).toMatchObject({ store: 'tsdb', schema: 'v13', object_store: 'filesystem', index: { period: '24h' } });
  expect(limits.allow_structured_metadata).toBe(true);
  expect(config.ingester.wal).toMatchObject({ enabled: true, flush_on_shutdown: true });
  expect(config.compactor).toMatchObject({ retention_enabled: true, delete_request_store: 'filesystem' });
  expect(limits.retention_period).toBe('${LOGS_RETENTION:-2d}');
  expect(config.analytics.reporting_enabled).toBe(false);
  expect(config.common).toMatchObject({ replication_factor: 1, ring: { kvstore: { store: 'inmemory' } } });
});

test('only service and namespace make streams in both stores', () => {
  const { ignore_defaults, attributes_config } = limits.otlp_config.resource_attributes;
  const labels = ['service.name', 'service.namespace'];
  expect(ignore_defaults).toBe(true);
  expect(attributes_config).toEqual([{ action: 'index_label', attributes: labels }]);
  const { exporters } = parse(read('otel-collector/to-victorialogs.yaml'));
  expect(exporters['otlp_http/victorialogs'].headers['VL-Stream-Fields'].split(',')).toEqual(labels);
});

test('Loki takes whatever the collector has cut: what it refuses takes along the rest of its request', () => {
  const text = cutAt(/truncate_all\(log\.cache, (\d+)\)/);
  const attributes = cutAt(/truncate_all\(log\.attributes, 1000\) where log\.cache\["size"\] > (\d+)/);
  const [count, ofResource, long] = [
    cutAt(/limit\(log\.attributes, (\d+),/),
    cutAt(/limit\(resource\.attributes, (\d+),/),
    cutAt(/truncate_all\(resource\.attributes, (\d+)\)/),
  ];
  const key = 4 * 101; // bytes of a cut name, at most
  const metadata = Math.max(attributes, count * (1_000 + key)) + ofResource * (long + key);
  expect(bytes(limits.max_line_size)).toBeGreaterThan(text + 3);
  expect(bytes(limits.max_structured_metadata_size)).toBeGreaterThan(metadata);
  expect(limits.max_structured_metadata_entries_count).toBeGreaterThan(count + ofResource + 32);
  expect(limits.reject_old_samples).toBe(false); // they waited in the queue
});
