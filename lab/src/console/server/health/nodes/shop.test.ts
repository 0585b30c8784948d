import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listening } from '../../../../base/testing.ts';
import { Prometheus } from '../../../../backends/prometheus.ts';
import type { Endpoints } from '../../../../parts/parts.ts';
import { Meters } from '../meters.ts';
import { engineNode } from './shop.ts';

// As in Docker: the console has no address of an engine, only Prometheus with what the observer reports.

const readings = { 'sum(kafka_consumer_group_lag)': 3, 'sum(kafka_partition_current_offset': 2 };

test('an engine that cannot be asked is up if the observer says so, with its numbers', async () => {
  expect(await kafkaWith({ 'max(shop_engine_up{engine="kafka"})': 1, ...readings })).toEqual({
    name: 'kafka',
    state: 'up',
    numbers: [
      { value: 3, unit: 'messages wait' },
      { value: 2, unit: 'dead letters' },
    ],
  });
});

test('an engine that does not answer the observer is down', async () => {
  const node = await kafkaWith({ 'max(shop_engine_up{engine="kafka"})': 0 });
  expect(node).toMatchObject({ state: 'down', numbers: [], failure: { next: 'npm run lab -- start kafka' } });
});

test('without an observer the engine is judged by the part that uses it', async () => {
  const node = await kafkaWith({});
  expect(node.failure?.expected).toBe('Kafka is used by gateway');
});

/** Kafka's box while Prometheus answers each query that begins like a key with its value, and every other with nothing. */
async function kafkaWith(values: Record<string, number>) {
  const prometheus = createServer(async (request, response) => {
    const query = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString()).get('query') ?? '';
    const found = Object.entries(values).find(([begin]) => query.startsWith(begin));
    const result = found ? [{ metric: {}, value: [0, String(found[1])] }] : [];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  });
  const url = await listening(prometheus);
  try {
    const endpoints = { prometheus: url, gateway: 'http://127.0.0.1:9' } as Endpoints;
    const facts = { at: 0, collector: { found: 'not asked' }, served: undefined, k6: undefined };
    return await engineNode('kafka', {
      settings: { endpoints, runtime: 'docker' },
      facts,
      meters: new Meters(),
      prometheus: new Prometheus(url),
    });
  } finally {
    prometheus.closeAllConnections();
    prometheus.close();
  }
}
