import { tracingChannel } from 'node:diagnostics_channel';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { Producer, stringSerializers } from '@platformatic/kafka';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { traceKafka } from './kafka-spans.ts';
import { carriedContext, processMessage } from './messages.ts';
import { RunMarkProcessor } from './run-mark.ts';

const memory = new InMemorySpanExporter();
const sdk = new NodeSDK({
  spanProcessors: [new RunMarkProcessor(), new SimpleSpanProcessor({ exporter: memory })],
  resourceDetectors: [], // asynchronous ones would delay the spans
  instrumentations: [],
  metricReaders: [],
  logRecordProcessors: [],
});
sdk.start();
traceKafka(async () => {});
beforeEach(() => memory.reset());
afterAll(() => sdk.shutdown());

const tracer = trace.getTracer('test');
const spans = () => memory.getFinishedSpans();
const named = (name: string) => spans().find((span) => span.name === name)!;

type Sent = { topic: string; key?: string; headers?: Record<string, string> };

/** What the client publishes when it sends `messages`. */
function publishSend(messages: Sent[], result: object = {}): void {
  const published = { client: { clientId: 'gateway' }, operation: 'send', options: { messages } };
  const send = (done: (error: null, result: object) => void): void => done(null, result);
  tracingChannel<object, object>('plt:kafka:producer:sends').traceCallback(send, 0, published, undefined, () => {});
}

const received = (headers: Record<string, string>) => ({
  topic: 'purchases',
  partition: 3,
  offset: 41n,
  key: 'k',
  headers: new Map(Object.entries(headers)),
  group: 'fulfilment',
});

/** Calls `work` in a span `POST` of a run. */
function inRequest<T>(work: () => T): T {
  const baggage = propagation.createBaggage({ 'lab.run': { value: 'run-1' } });
  return context.with(propagation.setBaggage(context.active(), baggage), () =>
    tracer.startActiveSpan('POST', { kind: SpanKind.SERVER }, (span) => {
      const result = work();
      span.end();
      return result;
    }),
  );
}

test('a message that is sent is a PRODUCER span of its request, whose context it carries', () => {
  const message: Sent = { topic: 'purchases', key: 'k', headers: {} };
  inRequest(() => publishSend([message], { offsets: [{ topic: 'purchases', partition: 2, offset: 7n }] }));
  const send = named('send purchases');
  expect(send).toMatchObject({
    kind: SpanKind.PRODUCER,
    parentSpanContext: { spanId: named('POST').spanContext().spanId },
    attributes: {
      'messaging.system': 'kafka',
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'send',
      'messaging.destination.name': 'purchases',
      'messaging.destination.partition.id': '2',
      'messaging.kafka.message.key': 'k',
      'messaging.kafka.offset': 7,
      'messaging.client.id': 'gateway',
      'lab.run': 'run-1',
    },
  });
  expect(message.headers).toEqual({
    traceparent: `00-${send.spanContext().traceId}-${send.spanContext().spanId}-01`,
    baggage: 'lab.run=run-1',
  });
});

test('a message that brings its context, as from an outbox, belongs to that trace, whoever sends it', () => {
  const [one, other] = [inRequest(carriedContext), inRequest(carriedContext)];
  inRequest(() =>
    publishSend([
      { topic: 'orders-placed', headers: one },
      { topic: 'orders-placed', headers: other },
    ]),
  );
  const [first, second] = spans().filter((span) => span.name === 'POST');
  expect(
    spans()
      .filter((span) => span.name === 'send orders-placed')
      .map((span) => span.parentSpanContext?.spanId),
  ).toEqual([first?.spanContext().spanId, second?.spanContext().spanId]);
});

test('a message that is handled is a CONSUMER span: its parent and its link are the PRODUCER span', async () => {
  const message: Sent = { topic: 'purchases', headers: {} };
  inRequest(() => publishSend([message]));
  await processMessage(received(message.headers!), async () => tracer.startSpan('inside').end());
  const sent = named('send purchases').spanContext();
  const process = named('process purchases');
  expect(process).toMatchObject({
    kind: SpanKind.CONSUMER,
    parentSpanContext: { spanId: sent.spanId, traceId: sent.traceId },
    links: [{ context: { spanId: sent.spanId, traceId: sent.traceId } }],
    attributes: {
      'messaging.operation.type': 'process',
      'messaging.destination.partition.id': '3',
      'messaging.kafka.offset': 41,
      'messaging.consumer.group.name': 'fulfilment',
      'lab.run': 'run-1',
    },
  });
  expect(named('inside').parentSpanContext?.spanId).toBe(process.spanContext().spanId);
});

test('a message without a context starts a trace without a link', async () => {
  await processMessage(received({}), async () => {});
  expect(named('process purchases')).toMatchObject({ parentSpanContext: undefined, links: [] });
});

test('a handler that fails is an ERROR span, and its error is passed on', async () => {
  const failure = Object.assign(new Error('unicorn is sold out.'), { status: 409 });
  await expect(processMessage(received({}), () => Promise.reject(failure))).rejects.toBe(failure);
  expect(named('process purchases')).toMatchObject({
    status: { code: SpanStatusCode.ERROR, message: 'unicorn is sold out.' },
    attributes: { 'error.type': '409' },
  });
});

test('the client itself publishes its sends: one that fails is an ERROR span', async () => {
  const producer = new Producer({
    clientId: 'test',
    bootstrapBrokers: ['127.0.0.1:1'],
    serializers: stringSerializers,
    retries: 0,
  });
  await expect(producer.send({ messages: [{ topic: 'purchases', key: 'k', value: 'v' }] })).rejects.toThrow();
  await producer.close();
  expect(named('send purchases')).toMatchObject({
    kind: SpanKind.PRODUCER,
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': expect.stringMatching(/^PLT_KFK_/) },
  });
});
