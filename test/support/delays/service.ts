/**
 * A service whose answers take as long as their address says: `GET /<any name>?ms=50`. Instrumented as any service is, and it
 * tells how long its spans were: `GET /-/spans`. Its address is its first line.
 */
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace';

/** Milliseconds of every span that ended, by its name. */
const spans: Record<string, number[]> = {};
const recorder: SpanProcessor = {
  onStart: () => {},
  onEnd: ({ name, duration: [seconds, nanoseconds] }: ReadableSpan) =>
    void (spans[name] ??= []).push(seconds * 1e3 + nanoseconds / 1e6),
  forceFlush: async () => {},
  shutdown: async () => {},
};

new NodeSDK({
  instrumentations: [new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url }) => url === '/-/spans' })],
  spanProcessors: [
    recorder,
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 200, maxQueueSize: 10_000 }),
  ],
}).start();

const http = createRequire(import.meta.url)('node:http') as typeof import('node:http'); // only now: it is instrumented as it loads
const server = http.createServer((request, response) => {
  if (request.url === '/-/spans') return void response.end(JSON.stringify(spans));
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
  const metadata = getRPCMetadata(context.active());
  if (metadata) metadata.route = pathname;
  setTimeout(() => response.end(), Number(searchParams.get('ms')));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
