import { randomBytes } from 'node:crypto';
import { type Call, NETWORK } from './service-map.ts';

/** A span before it is written as OTLP. Times are ns since the epoch; `milliseconds` is its exact duration. */
export type MadeSpan = {
  service: string;
  name: string;
  kind: 'server' | 'client';
  status: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  start: bigint;
  milliseconds: number;
  attributes: Record<string, string | number>;
};

/** Every span of one request to the made-up shop that ends at `end` (ns since the epoch), the entry first. */
export function makeTrace(entry: Call, random: () => number, end: bigint): MadeSpan[] {
  const traceId = randomBytes(16).toString('hex');
  const spans = server(entry, random, { traceId, start: 0n });
  const start = end - BigInt(spans[0]!.milliseconds) * MS;
  return spans.map((span) => ({ ...span, start: span.start + start }));
}

const MS = 1_000_000n;

type Where = { traceId: string; parentSpanId?: string; start: bigint };

/** A SERVER span and what is below it: its own work comes first, then the call. Starts are relative to the trace's. */
function server(call: Call, random: () => number, where: Where): MadeSpan[] {
  const { service, method, route, calls } = call;
  const spanId = randomBytes(8).toString('hex');
  const work = call.work(random);
  const status = random() < (call.failing ?? 0) ? 500 : 200;
  const below = calls
    ? client(call, calls, random, { ...where, parentSpanId: spanId, start: where.start + BigInt(work) * MS })
    : [];
  const milliseconds = work + (below[0]?.milliseconds ?? 0);
  const attributes = {
    'http.request.method': method,
    'http.route': route,
    'url.path': route.replace(':id', '7'),
    'http.response.status_code': status,
  };
  const own = {
    service,
    name: `${method} ${route}`,
    kind: 'server',
    status,
    spanId,
    milliseconds,
    attributes,
  } as const;
  return [{ ...where, ...own }, ...below];
}

/** The CLIENT span of a call and the SERVER span that answers it. */
function client(from: Call, to: Call, random: () => number, where: Where): MadeSpan[] {
  const spanId = randomBytes(8).toString('hex');
  const below = server(to, random, {
    ...where,
    parentSpanId: spanId,
    start: where.start + (BigInt(NETWORK) * MS) / 2n,
  });
  const { status, milliseconds } = below[0]!;
  const attributes = {
    'http.request.method': to.method,
    'server.address': to.service,
    'http.response.status_code': status,
  };
  const own = { service: from.service, name: to.method, kind: 'client', status, spanId, attributes } as const;
  return [{ ...where, ...own, milliseconds: milliseconds + NETWORK }, ...below];
}
