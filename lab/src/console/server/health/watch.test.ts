import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listening } from '../../../base/testing.ts';
import type { Endpoints } from '../../../parts/parts.ts';
import type { NodeHealth } from '../../health.ts';
import type { ConsoleSettings } from '../settings.ts';
import { HealthWatch } from './watch.ts';

// Metrics of the lab's own collector, cut to the counters of its receivers. "both": Jaeger down, its queue full, so that the
// relay to it is refused; 20 spans/s from the apps. "tempo": Tempo down, its queue full, so that the apps are refused.
const both = [
  receivers({ otlp: [51, 0], 'otlp/relay_tempo': [50, 0], 'otlp/relay_jaeger': [20, 119] }),
  receivers({ otlp: [91, 0], 'otlp/relay_tempo': [90, 0], 'otlp/relay_jaeger': [20, 317] }),
];
const tempo = [receivers({ otlp: [20, 31] }), receivers({ otlp: [20, 71] })];

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 0 }));
afterEach(() => void vi.useRealTimers());

test('the spans that a relay sends on are not counted again', async () => {
  const [, second] = await looks(both);
  expect(second!.rate).toEqual({ value: 20, unit: 'spans/s' });
});

test('refusals of a relay do not count as refusals of the collector', async () => {
  expect((await looks(both)).map((node) => node.state)).toEqual(['up', 'up']);
});

test('spans refused before the first reading do not count as refused now', async () => {
  expect((await looks([tempo[0]!, tempo[0]!])).map((node) => node.state)).toEqual(['up', 'up']);
});

test('spans of the apps that are refused make the collector red, with their rate', async () => {
  const [, second] = await looks(tempo);
  expect(second).toMatchObject({ state: 'down', failure: { found: '20 spans/s refused in the last seconds' } });
});

/** What the collector's box shows every two seconds, while the collector exposes these texts in turn. */
async function looks(texts: string[]): Promise<NodeHealth[]> {
  const seen: NodeHealth[] = [];
  let now = '';
  const collector = createServer((_request, response) => response.end(now));
  const collectorTelemetry = `${await listening(collector)}/metrics`;
  const endpoints = { collectorTelemetry, prometheus: 'http://127.0.0.1:9' } as Endpoints;
  const watch = new HealthWatch({ endpoints, parts: ['collector'] } as unknown as ConsoleSettings, () => ({
    running: false,
  }));
  try {
    for (const text of texts) {
      now = text;
      seen.push((await watch.look()).nodes.find((node) => node.name === 'collector')!);
      vi.setSystemTime(Date.now() + 2_000);
    }
  } finally {
    collector.close();
  }
  return seen;
}

function receivers(counted: Record<string, [accepted: number, refused: number]>): string {
  const lines = (outcome: string, of: (counts: [number, number]) => number) => [
    `# TYPE otelcol_receiver_${outcome}_spans counter`,
    ...Object.entries(counted).map(
      ([receiver, counts]) =>
        `otelcol_receiver_${outcome}_spans{receiver="${receiver}",transport="${receiver === 'otlp' ? 'http' : 'grpc'}"} ${of(counts)}`,
    ),
  ];
  return [
    ...lines('accepted', ([accepted]) => accepted),
    ...lines('failed', () => 0),
    ...lines('refused', ([, refused]) => refused),
    '',
  ].join('\n');
}
