import { randomBytes } from 'node:crypto';
import type { TestLab } from './test-lab.ts';

type Value = string | number | boolean | { [kind: string]: unknown };

/** A span in OTLP's JSON encoding, as far as tests set it. opentelemetry-proto, trace/v1/trace.proto */
export type SentSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: unknown }[];
  [field: string]: unknown;
};

/** A trace id that nobody else has. */
export const newTraceId = (): string => randomBytes(16).toString('hex');

/** A span id that nobody else has. */
export const newSpanId = (): string => randomBytes(8).toString('hex');

/** An OTLP attribute; an object is a value in its own encoding, such as `{ bytesValue: 'AA==' }`. */
export function attribute(key: string, value: Value): { key: string; value: unknown } {
  if (typeof value === 'object') return { key, value };
  if (typeof value === 'string') return { key, value: { stringValue: value } };
  if (typeof value === 'boolean') return { key, value: { boolValue: value } };
  return { key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
}

let latest = 0n;

/** The time, ns since the epoch, in a microsecond of its own: Jaeger's index has one trace of a route in each. */
function ownMoment(): bigint {
  const now = BigInt(Date.now()) * 1_000_000n;
  latest = now > latest ? now : latest + 1_000n;
  return latest;
}

/** A SERVER span of 5 ms that ended just now and answered 200; `over` replaces fields. */
export function serverSpan(name: string, over: Partial<SentSpan> = {}): SentSpan {
  const end = ownMoment();
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name,
    kind: 2,
    startTimeUnixNano: String(end - 5_000_000n),
    endTimeUnixNano: String(end),
    attributes: [attribute('http.request.method', 'GET'), attribute('http.response.status_code', 200)],
    ...over,
  };
}

/** Spans of one service as a body for `/v1/traces`; no service, no `service.name`; `more` are attributes of its resource. */
export function tracesOf(
  service: string | undefined,
  spans: readonly SentSpan[],
  more: readonly object[] = [],
): object {
  const name = service === undefined ? [] : [attribute('service.name', service)];
  return { resourceSpans: [{ resource: { attributes: [...name, ...more] }, scopeSpans: [{ spans }] }] };
}

/** Posts a body to the lab's OTLP/HTTP receiver: an object as JSON, bytes as protobuf. `signal`: traces, metrics, logs. */
export async function postOtlp(
  { endpoints }: Pick<TestLab, 'endpoints'>,
  signal: 'traces' | 'metrics' | 'logs',
  body: object | Uint8Array<ArrayBuffer>,
): Promise<{ status: number; text: string }> {
  return postTo(`${endpoints.otlpHttp}/v1/${signal}`, body);
}

/** The same to any OTLP/HTTP receiver, by its address. */
export async function postTo(
  url: string,
  body: object | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const bytes = body instanceof Uint8Array;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': bytes ? 'application/x-protobuf' : 'application/json', ...headers },
    body: bytes ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** Sends spans of a service to the lab's collector, with `more` attributes of its resource. Throws unless it answers 200. */
export async function sendSpans(
  lab: Pick<TestLab, 'endpoints'>,
  service: string | undefined,
  spans: readonly SentSpan[],
  more: readonly object[] = [],
): Promise<void> {
  const { status, text } = await postOtlp(lab, 'traces', tracesOf(service, spans, more));
  if (status !== 200) throw new Error(`the collector answered ${status}: ${text}`);
}
