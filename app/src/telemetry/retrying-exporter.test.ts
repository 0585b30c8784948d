import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { RetryingExporter } from './retrying-exporter.ts';

const spans = (n: number) => Array.from({ length: n }, () => ({}) as ReadableSpan);

/** A collector whose answers to exports `answers` lists in turn; after that it accepts everything. */
function collector(answers: ('fail' | 'hang' | 'throw')[] = []) {
  const state = { received: [] as number[], connections: 0, open: 0, most: 0, log: [] as string[] };
  const connect = (): SpanExporter => {
    state.connections += 1;
    return {
      export(batch, done) {
        state.most = Math.max(state.most, ++state.open);
        const answer = answers.shift();
        if (answer === 'throw') throw new Error('thrown');
        if (answer === 'hang') return;
        setTimeout(() => {
          state.open -= 1;
          if (answer === undefined) state.received.push(batch.length);
          done(
            answer === 'fail'
              ? { code: ExportResultCode.FAILED, error: new Error('refused') }
              : { code: ExportResultCode.SUCCESS },
          );
        }, 1);
      },
      shutdown: async () => {},
    };
  };
  const write = (level: string) => (fields: object, message: string) =>
    state.log.push(`${level} ${message} ${Object.keys(fields).join()}`);
  const exporter = new RetryingExporter({
    connect,
    log: { info: write('info'), warn: write('warn') },
    firstDelay: 1,
    longestDelay: 4,
  });
  const send = (n: number) => new Promise<ExportResult>((resolve) => exporter.export(spans(n), resolve));
  return { state, exporter, send };
}

test('a batch is exported at once if the collector is up', async () => {
  const { state, exporter, send } = collector();
  expect((await send(3)).code).toBe(ExportResultCode.SUCCESS);
  expect(exporter.totals).toEqual({ received: 3, exported: 3, givenUp: 0, inFlight: 0 });
  expect({ connections: state.connections, log: state.log }).toEqual({ connections: 1, log: [] });
});

test('a failed batch is retried over new connections until it succeeds, and logged only twice', async () => {
  const { state, exporter, send } = collector(['fail', 'throw', 'fail', 'fail']);
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
    expect(exporter.totals).toEqual({ received: 11, exported: 0, givenUp: 11, inFlight: 0 });
  },
);
