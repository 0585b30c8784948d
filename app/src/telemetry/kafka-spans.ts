import { tracingChannel } from 'node:diagnostics_channel';
import {
  type Attributes,
  context,
  type Context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';
import { onMessages, type ReceivedMessage } from './messages.ts';

// No instrumentation of @platformatic/kafka follows the conventions, so its spans are made here, by hand:
// https://opentelemetry.io/docs/specs/semconv/messaging/kafka/

/** What the channel `plt:kafka:producer:sends` says of a call of `send`. */
interface Send {
  client: { clientId: string };
  options: { messages: OutgoingMessage[] };
  result?: { offsets?: { partition: number; offset: bigint }[] };
  error?: Error & { code?: string };
}

interface OutgoingMessage {
  topic: string;
  key?: string;
  headers?: Record<string, string>;
}

const tracer = trace.getTracer('span-metrics-lab.kafka');
const getter: TextMapGetter<ReadonlyMap<string, string>> = {
  keys: (headers) => [...headers.keys()],
  get: (headers, key) => headers.get(key),
};

/** A PRODUCER span `send <topic>` for each message that is sent, a CONSUMER span `process <topic>` for each that is handled. `sent` resolves when all spans until now have left. */
export function traceKafka(sent: () => Promise<void>): void {
  traceSends();
  onMessages({ process: processInSpan, context: () => carry(context.active(), {}), sent });
}

/** The client publishes every send; nothing is loaded for that, and nothing happens where nothing is sent. */
function traceSends(): void {
  const spans = new WeakMap<object, Span[]>();
  tracingChannel<Send, Send>('plt:kafka:producer:sends').subscribe({
    start: (send) =>
      void spans.set(
        send,
        send.options.messages.map((message) => startSend(message, send)),
      ),
    asyncStart: (send) => spans.get(send)?.forEach((span) => endSend(span, send)),
    end() {},
    asyncEnd() {},
    error() {},
  });
}

/** Its parent is who wrote the message: headers that it brings from an outbox or a batch, else the caller. */
function startSend(message: OutgoingMessage, { client }: Send): Span {
  const brought = propagation.extract(ROOT_CONTEXT, message.headers ?? {});
  const parent = trace.getSpanContext(brought) ? brought : context.active();
  const attributes = {
    ...attributesOf('send', message),
    'messaging.client.id': client.clientId,
  };
  const span = tracer.startSpan(`send ${message.topic}`, { kind: SpanKind.PRODUCER, attributes }, parent);
  message.headers = carry(trace.setSpan(parent, span), message.headers ?? {});
  return span;
}

function endSend(span: Span, { options, result, error }: Send): void {
  const stored = options.messages.length === 1 ? result?.offsets?.[0] : undefined; // only the first of each partition is told
  if (stored) span.setAttributes(placeOf(stored.partition, stored.offset));
  if (error) fail(span, error);
  span.end();
}

/** Parent and link are the message's PRODUCER span: the parent makes one trace of it, the link is what the conventions ask for. */
async function processInSpan<T>(message: ReceivedMessage, handle: () => Promise<T>): Promise<T> {
  const parent = propagation.extract(ROOT_CONTEXT, message.headers, getter);
  const sent = trace.getSpanContext(parent);
  const options = {
    kind: SpanKind.CONSUMER,
    links: sent ? [{ context: sent }] : [],
    attributes: {
      ...attributesOf('process', message),
      ...placeOf(message.partition, message.offset),
      'messaging.consumer.group.name': message.group,
    },
  };
  return tracer.startActiveSpan(`process ${message.topic}`, options, parent, async (span) => {
    try {
      return await handle();
    } catch (error) {
      fail(span, error as Error);
      throw error;
    } finally {
      span.end();
    }
  });
}

function attributesOf(
  operation: 'send' | 'process',
  { topic, key }: { topic: string; key?: string | undefined },
): Attributes {
  return {
    'messaging.system': 'kafka',
    'messaging.operation.type': operation,
    'messaging.operation.name': operation,
    'messaging.destination.name': topic,
    ...(key !== undefined && { 'messaging.kafka.message.key': key }),
  };
}

const placeOf = (partition: number, offset: bigint): Attributes => ({
  'messaging.destination.partition.id': String(partition),
  'messaging.kafka.offset': Number(offset),
});

function carry(from: Context, headers: Record<string, string>): Record<string, string> {
  propagation.inject(from, headers);
  return headers;
}

function fail(span: Span, error: Error & { code?: string; status?: number }): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.setAttribute('error.type', String(error.status ?? error.code ?? error.name));
}
