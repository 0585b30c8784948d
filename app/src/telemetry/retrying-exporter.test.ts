import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { status } from '@grpc/grpc-js';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { spans } from '../testing/spans.ts';
import type { Connection } from './collector-connection.ts';
import { RetryingExporter } from './retrying-exporter.ts';
import { traces } from './signals.ts';

/** A collector whose answers to exports `answers` lists in turn; after that it accepts everything. */
function collector(answers: ('fail' | 'hang')[] = []) {
  const state = { received: [] as number[], connections: 0, open: 0, most: 0, log: [] as string[] };
  const connect = (): Connection<ReadableSpan[]> => {
    state.connections += 1;
    return {
      send: async (batch) => {
        state.most = Math.max(state.most, ++state.open);
        const answer = answers.shift();
        if (answer === 'hang') return new Promise(() => {});
        await sleep(1);
        state.open -= 1;
        if (answer === 'fail') throw Object.assign(new Error('away'), { code: status.UNAVAILABLE });
        state.received.push(batch.length);
        return { rejected: 0, message: '' };
      },
      close: async () => {},
    };
  };
  const write = (level: string) => (fields: object, message: string) =>
    state.log.push(`${level} ${message} ${Object.keys(fields).join()}`);
  const exporter = new RetryingExporter({
    signal: traces,
    connect,
    log: { info: write('info'), warn: write('warn') },
    firstDelay: 1,
    longestDelay: 4,
  });
  const send = (n: number) => new Promise<ExportResult>((resolve) => exporter.export(spans(n), resolve));
  return { state, exporter, send };
}

const none = { inFlight: 0, exported: 0, refused: 0, rejected: 0, givenUp: 0 };

test('a batch is exported at once if the collector is up', async () => {
  const { state, exporter, send } = collector();
  expect((await send(3)).code).toBe(ExportResultCode.SUCCESS);
  expect(exporter.totals).toEqual({ ...none, exported: 3 });
  expect({ connections: state.connections, log: state.log }).toEqual({ connections: 1, log: [] });
});

test('a failed batch is retried over new connections until it succeeds, and logged only twice', async () => {
  const { state, exporter, send } = collector(['fail', 'fail', 'fail', 'fail']);
  expect((await send(7)).code).toBe(ExportResultCode.SUCCESS);
  expect(state).toMatchObject({ received: [7], connections: 5 });
  expect(state.log).toEqual(['warn export fails signal,error', 'info export works again signal,failed_for_s']);
  expect(exporter.totals).toMatchObject({ exported: 7, givenUp: 0 });
});

test('batches are exported one after the other and in order, also in the final flush', async () => {
  const { state, send } = collector(['fail']);
  await Promise.all([1, 2, 3, 4].map(send));
  expect(state).toMatchObject({ received: [1, 2, 3, 4], most: 1 });
});

test.each([['fails', 'fail'] as const, ['hangs', 'hang'] as const])(
  'a collector that %s does not hold up the end, and the loss is counted',
  async (_how, answer) => {
    const { exporter, send } = collector(Array.from({ length: 1000 }, () => answer));
    const results = [send(5), send(6)];
    const started = performance.now();
    exporter.giveUpIn(50);
    await exporter.shutdown();
    expect(performance.now() - started).toBeLessThan(500);
    expect((await Promise.all(results)).map((r) => r.code)).toEqual([ExportResultCode.FAILED, ExportResultCode.FAILED]);
    expect(exporter.totals).toEqual({ ...none, givenUp: 11 });
  },
);

test('100,000 exports leave nothing behind in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const connect = () => ({ send: async () => ({ rejected: 0, message: '' }), close: async () => {} });
  const exporter = new RetryingExporter({ signal: traces, connect, log: { info: () => {}, warn: () => {} } });
  const batch = spans(1);
  const exportOften = async (times: number) => {
    for (let i = 0; i < times; i++) await new Promise((resolve) => exporter.export(batch, resolve));
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = await exportOften(1_000);
  expect((await exportOften(100_000)) - before).toBeLessThan(5_000_000);
});
