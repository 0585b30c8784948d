import { type handleUnaryCall, Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { hex, int, messages, readMessage, text, type Fields } from './protobuf.ts';

/** A received span. `kind` as in OTLP: 2 SERVER, 3 CLIENT. */
export interface ReceivedSpan {
  service: string;
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentId: string;
  attributes: Record<string, string | number>;
  resource: Record<string, string | number>;
}

/** A received log line. `severity` as in OTLP: 9 info, 17 error. */
export interface ReceivedLine {
  service: string;
  severity: number;
  body: string;
  traceId: string;
  spanId: string;
  attributes: Record<string, string | number>;
}

/** A gRPC server in place of the collector. */
export interface OtlpReceiver extends AsyncDisposable {
  endpoint: string;
  port: number;
  spans: ReceivedSpan[];
  lines: ReceivedLine[];
  metrics: Set<string>;
}

/** What a receiver does not take. */
export interface Limits {
  /** Bytes of a request; gRPC's own limit, as a collector has it. */
  largest?: number;
  /** The error for a request with these spans; undefined takes them. */
  refuse?: (spans: ReceivedSpan[]) => Partial<ServiceError> | undefined;
  /** Answers that it took a request, but rejected so many of its spans or data points. */
  reject?: { items: number; message: string };
}

/** Starts it on `port`; 0 takes a free one. Accepts traces, logs and metrics over OTLP/gRPC, within its limits. */
export async function startReceiver(port = 0, { largest, refuse, reject }: Limits = {}): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const lines: ReceivedLine[] = [];
  const metrics = new Set<string>();
  const server = new Server(largest === undefined ? {} : { 'grpc.max_receive_message_length': largest });
  const answer = reject ? partialSuccess(reject.items, reject.message) : Buffer.alloc(0);
  serve(server, '/opentelemetry.proto.collector.trace.v1.TraceService/Export', answer, (request) => {
    const sent = [...spansIn(request)];
    const error = refuse?.(sent);
    if (!error) spans.push(...sent);
    return error;
  });
  serve(server, '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', answer, (request) => {
    for (const name of metricNamesIn(request)) metrics.add(name);
  });
  serve(server, '/opentelemetry.proto.collector.logs.v1.LogsService/Export', answer, (request) => {
    lines.push(...linesIn(request));
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, actual) =>
      error ? reject(error) : resolve(actual),
    );
  });
  return {
    endpoint: `http://127.0.0.1:${bound}`,
    port: bound,
    spans,
    lines,
    metrics,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}

function serve(
  server: Server,
  path: string,
  answer: Buffer,
  take: (request: Fields) => Partial<ServiceError> | undefined | void,
): void {
  const handler: handleUnaryCall<Buffer, Buffer> = (call, done) =>
    done(take(readMessage(call.request)) ?? null, answer);
  const same = (bytes: Buffer): Buffer => bytes;
  server.register(path, handler as never, same as never, same as never, 'unary');
}

/** ExportTracePartialSuccess in its response; the one for metrics is encoded alike. */
function partialSuccess(items: number, message: string): Buffer {
  const partial = Buffer.from([0x08, items, 0x12, message.length, ...Buffer.from(message)]);
  return Buffer.from([0x0a, partial.length, ...partial]);
}

function* spansIn(request: Fields): Generator<ReceivedSpan> {
  for (const group of messages(request, 1)) {
    const resource = attributes(messages(group, 1)[0] ?? new Map(), 1);
    for (const span of messages(group, 2).flatMap((scope) => messages(scope, 2))) {
      yield {
        service: String(resource['service.name']),
        name: text(span, 5),
        kind: int(span, 6),
        traceId: hex(span, 1),
        spanId: hex(span, 2),
        parentId: hex(span, 4),
        attributes: attributes(span, 9),
        resource,
      };
    }
  }
}

function* linesIn(request: Fields): Generator<ReceivedLine> {
  for (const group of messages(request, 1)) {
    const resource = attributes(messages(group, 1)[0] ?? new Map(), 1);
    for (const line of messages(group, 2).flatMap((scope) => messages(scope, 2))) {
      yield {
        service: String(resource['service.name']),
        severity: int(line, 2),
        body: text(messages(line, 5)[0] ?? new Map(), 1),
        traceId: hex(line, 9),
        spanId: hex(line, 10),
        attributes: attributes(line, 6),
      };
    }
  }
}

const metricNamesIn = (request: Fields): string[] =>
  messages(request, 1)
    .flatMap((group) => messages(group, 2))
    .flatMap((scope) => messages(scope, 2))
    .map((metric) => text(metric, 1));

/** Text and whole numbers; other kinds of values are ''. */
function attributes(owner: Fields, field: number): Record<string, string | number> {
  return Object.fromEntries(
    messages(owner, field).map((pair) => {
      const value = messages(pair, 2)[0] ?? new Map();
      return [text(pair, 1), value.has(3) ? int(value, 3) : text(value, 1)];
    }),
  );
}
