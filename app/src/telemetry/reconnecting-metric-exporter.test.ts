import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { emptyResource } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import { startReceiver } from '../testing/otlp-receiver.ts';
import { connectMetrics } from './collector-connection.ts';
import { ReconnectingMetricExporter } from './reconnecting-metric-exporter.ts';

function exporterTo(endpoint: string) {
  const lines: Record<string, unknown>[] = [];
  const write = (fields: object, message: string) => void lines.push({ ...fields, message });
  const exporter = new ReconnectingMetricExporter(() => connectMetrics(endpoint), { info: write, warn: write });
  const send = () =>
    new Promise<ExportResult>((resolve) => exporter.export({ resource: emptyResource(), scopeMetrics: [] }, resolve));
  return { lines, send, exporter };
}

test('exports that fail are over at once, said once, and go on when the collector is back', async () => {
  const before = await startReceiver();
  await before[Symbol.asyncDispose]();
  const { lines, send, exporter } = exporterTo(before.endpoint);
  for (let i = 0; i < 3; i++) expect(await send()).toEqual({ code: ExportResultCode.SUCCESS });
  expect(lines).toMatchObject([{ signal: 'metrics', message: 'export fails' }]);
  await using _after = await startReceiver(before.port);
  await send();
  expect(lines.map(({ message }) => message)).toEqual(['export fails', 'export works again']);
  await exporter.shutdown();
});

test('data points that the collector rejects are said, not at each export', async () => {
  await using receiver = await startReceiver(0, { reject: { items: 3, message: 'no delta' } });
  const { lines, send, exporter } = exporterTo(receiver.endpoint);
  for (let i = 0; i < 3; i++) await send();
  expect(lines).toEqual([
    { signal: 'metrics', lost: 3, error: 'no delta', message: 'the collector does not take this' },
  ]);
  await exporter.shutdown();
});
