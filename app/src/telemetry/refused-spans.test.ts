import { Metadata, status } from '@grpc/grpc-js';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { type Limits, startReceiver } from '../testing/otlp-receiver.ts';
import { spans } from '../testing/spans.ts';
import { connectTraces } from './collector-connection.ts';
import { RetryingExporter } from './retrying-exporter.ts';
import { traces } from './signals.ts';

// Over gRPC to a receiver that does not take everything.

type Judge = NonNullable<Limits['refuse']>;

/** Refuses every request that has the span of this name. */
const poison =
  (name: string, code: status): Judge =>
  (request) =>
    request.some((span) => span.name === name) ? { code, details: 'bad span' } : undefined;

async function setUp(limits: Limits) {
  const receiver = await startReceiver(0, limits);
  const lines: Record<string, unknown>[] = [];
  const write = (fields: object, message: string) => void lines.push({ ...fields, message });
  const exporter = new RetryingExporter({
    signal: traces,
    connect: () => connectTraces(receiver.endpoint),
    log: { info: write, warn: write },
    firstDelay: 1,
    longestDelay: 4,
  });
  return {
    receiver,
    lines,
    exporter,
    send: (batch: ReadableSpan[]) => new Promise<ExportResult>((resolve) => exporter.export(batch, resolve)),
    async [Symbol.asyncDispose]() {
      await exporter.shutdown();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

const names = (received: { name: string }[]) => received.map(({ name }) => name);
const none = { inFlight: 0, exported: 0, refused: 0, rejected: 0, givenUp: 0 };

test.each([
  status.INVALID_ARGUMENT,
  status.INTERNAL,
  status.UNKNOWN,
  status.FAILED_PRECONDITION,
  status.RESOURCE_EXHAUSTED,
  status.PERMISSION_DENIED,
])(
  'a span that is refused with code %i each time is left out and named; the others of its batch arrive in order',
  async (code) => {
    await using all = await setUp({ refuse: poison('span 5', code) });
    const batch = spans(12);
    expect((await all.send(batch)).code).toBe(ExportResultCode.SUCCESS);
    expect(names(all.receiver.spans)).toEqual(names(batch).filter((name) => name !== 'span 5'));
    expect(all.exporter.totals).toEqual({ ...none, exported: 11, refused: 1 });
    expect(all.lines).toEqual([
      {
        signal: 'traces',
        lost: 1,
        error: expect.stringContaining('bad span'),
        span: 'span 5',
        message: 'the collector does not take this',
      },
    ]);
  },
);

test('a span over the receiver’s limit is left out, also as the only one; others go on', async () => {
  await using all = await setUp({ largest: 10_000 });
  const small = spans(30, 1_000);
  await all.send([...small, ...spans(1, 20_000)]);
  await all.send(spans(1, 20_000));
  await all.send(spans(1));
  expect(all.receiver.spans.length).toBe(31);
  expect(all.exporter.totals).toEqual({ ...none, exported: 31, refused: 2 });
  expect(all.lines).toMatchObject([{ lost: 1, error: expect.stringContaining('larger than max') }]); // once a minute
});

test('512 spans of 14 kB fit a receiver that takes 4 MiB, without a refusal', async () => {
  let requests = 0;
  await using all = await setUp({ refuse: () => void requests++ });
  await all.send(spans(512, 14_000));
  expect({ requests, arrived: all.receiver.spans.length, lines: all.lines }).toEqual({
    requests: 3,
    arrived: 512,
    lines: [],
  });
});

test.each([status.UNIMPLEMENTED, status.UNAUTHENTICATED, status.PERMISSION_DENIED, status.INTERNAL])(
  'a peer that answers code %i to everything loses nothing: the spans arrive when it is the collector again',
  async (code) => {
    let refusals = 0;
    const refuse = () => (refusals++ < 20 ? { code, details: 'not a collector' } : undefined);
    await using all = await setUp({ refuse });
    await all.send(spans(12));
    expect(refusals).toBeGreaterThan(20);
    expect(all.receiver.spans.length).toBe(12);
    expect(all.exporter.totals).toEqual({ ...none, exported: 12 });
    expect(all.lines).toMatchObject([{ message: 'export fails' }, { message: 'export works again' }]);
  },
);

test('one refusal of a single span is not enough: a peer may have been replaced since', async () => {
  let refusals = 0;
  const refuse: Judge = ([span]) => (span && refusals++ === 0 ? { code: status.INTERNAL } : undefined);
  await using all = await setUp({ refuse });
  await all.send(spans(1));
  expect(all.exporter.totals).toEqual({ ...none, exported: 1 });
});

test('a receiver that asks for the same request later, by RetryInfo, is given it', async () => {
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from('\u0008type.googleapis.com/google.rpc.RetryInfo'));
  let refusals = 0;
  const refuse: Judge = ([span]) =>
    span && refusals++ < 3 ? { code: status.RESOURCE_EXHAUSTED, details: 'busy', metadata } : undefined;
  await using all = await setUp({ refuse });
  await all.send(spans(8));
  expect(all.exporter.totals).toEqual({ ...none, exported: 8 });
  expect(refusals).toBe(4); // never divided
});

test('spans that the receiver rejects in a request that it takes are counted and logged', async () => {
  await using all = await setUp({ reject: { items: 2, message: 'too old' } });
  await all.send(spans(8));
  expect(all.exporter.totals).toEqual({ ...none, exported: 6, rejected: 2 });
  expect(all.lines).toEqual([
    { signal: 'traces', lost: 2, error: 'too old', message: 'the collector does not take this' },
  ]);
});

test('a span that cannot be encoded is left out; the others of its batch arrive', async () => {
  await using all = await setUp({});
  const batch = spans(4);
  Object.defineProperty(batch[2], 'name', { value: null });
  await all.send(batch);
  expect(names(all.receiver.spans)).toEqual(['span 0', 'span 1', 'span 3']);
  expect(all.exporter.totals).toEqual({ ...none, exported: 3, refused: 1 });
});
