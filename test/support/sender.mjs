// A service whose SDK is set up by its environment: it makes a SERVER span every 200 ms, as a web framework would.
//   node sender.mjs [how] [url]        `sdk` (the default): by variables; `http`, `grpc`: an exporter with a url in its code
import { SpanKind, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as Grpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as Http } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK } from '@opentelemetry/sdk-node';

const [how = 'sdk', url] = process.argv.slice(2);
const exporters = { http: () => new Http({ url }), grpc: () => new Grpc({ url }) };
const sdk = new NodeSDK({
  metricReaders: [],
  logRecordProcessors: [],
  instrumentations: [],
  ...(how in exporters && { traceExporter: exporters[how]() }),
});
sdk.start();
process.on('disconnect', () => sdk.shutdown().finally(() => process.exit())); // of a test that keeps account

if (!process.env.SEND_NOTHING) {
  setInterval(() => {
    const attributes = { 'http.request.method': 'GET', 'http.response.status_code': 200, 'http.route': '/items' };
    const span = trace.getTracer('sender').startSpan('GET /items', { kind: SpanKind.SERVER, attributes });
    span.end();
    if (process.connected) process.send(span.spanContext().traceId); // to a test that keeps account
  }, 200);
} else setInterval(() => {}, 1000);
