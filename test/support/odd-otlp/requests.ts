import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import { bodies, type Signal } from './bodies.ts';
import { deepTraces } from './deep-traces.ts';
import { asJson, asProtobuf } from './encode.ts';

/** One OTLP/HTTP request, ready to be sent. `kind` says what is odd about it, for reports. */
export type OddRequest = { kind: string; signal: Signal; headers: Record<string, string>; body: Buffer };

const signal = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Signal>('traces') },
  { weight: 3, arbitrary: fc.constant<Signal>('metrics') },
  { weight: 1, arbitrary: fc.constant<Signal>('logs') },
);

const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';

/** A request with odd values in a well-formed body. */
const oddValues: Arbitrary<OddRequest> = signal.chain((of) =>
  fc.tuple(bodies[of], fc.boolean()).map(([body, json]) => ({
    kind: 'odd values',
    signal: of,
    headers: { 'content-type': json ? JSON_TYPE : PROTOBUF_TYPE },
    body: json ? asJson(body) : asProtobuf(of, body),
  })),
);

/** The same, with bytes changed, cut, repeated or put in: wrong types, lengths and syntax in both encodings. */
const broken: Arbitrary<OddRequest> = fc
  .tuple(oddValues, fc.array(fc.tuple(fc.nat(4), fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }))
  .map(([request, changes]) => ({
    ...request,
    kind: 'broken bytes',
    body: changes.reduce(
      (body, [how, where, byte]) => changed(body, how, body.length === 0 ? 0 : where % body.length, byte),
      request.body,
    ),
  }));

function changed(body: Buffer, how: number, at: number, byte: number): Buffer {
  const part = (from: number, to?: number) => body.subarray(from, to);
  switch (how) {
    case 0:
      return Buffer.concat([part(0, at), Buffer.of(byte), part(at + 1)]);
    case 1:
      return part(0, at);
    case 2:
      return Buffer.concat([part(0, at), part(at + 1)]);
    case 3:
      return Buffer.concat([part(0, at), Buffer.of(byte), part(at)]);
    default:
      return Buffer.concat([part(0, at), part(Math.max(0, at - byte), at), part(at)]);
  }
}

/** JSON with another kind of value in one place. */
const wrongTypes: Arbitrary<OddRequest> = signal.chain((of) =>
  fc.tuple(bodies[of], fc.nat(), fc.jsonValue({ maxDepth: 1 })).map(([body, place, value]) => ({
    kind: 'wrong types',
    signal: of,
    headers: { 'content-type': JSON_TYPE },
    body: asJson(withReplaced(body, place, value)),
  })),
);

/** A copy of `body` with `value` in one of its places, chosen by `place`. */
function withReplaced(body: object, place: number, value: unknown): object {
  const copy = structuredClone(body);
  const places: [Record<string, unknown>, string][] = [];
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const entries = node as Record<string, unknown>;
    for (const key of Object.keys(entries)) {
      places.push([entries, key]);
      if (places.length < 5_000) collect(entries[key]);
    }
  };
  collect(copy);
  const [node, key] = places[place % places.length]!;
  node[key] = value;
  return copy;
}

/** A sound or odd body under headers that do not fit it, compressed, or said to be. */
const oddHeaders: Arbitrary<OddRequest> = fc
  .tuple(
    oddValues,
    fc.constantFrom('', 'text/plain', JSON_TYPE, PROTOBUF_TYPE, 'application/json; charset=utf-16', 'application/grpc'),
    fc.constantFrom('gzip', 'broken gzip', 'no gzip', 'zstd', 'unknown'),
  )
  .map(([request, type, coding]) => ({
    ...request,
    kind: 'odd headers',
    headers: {
      ...(coding === 'gzip' ? request.headers : type && { 'content-type': type }),
      'content-encoding': coding.endsWith('gzip') ? 'gzip' : coding,
    },
    body: encoded(request.body, coding),
  }));

function encoded(body: Buffer, coding: string): Buffer {
  if (coding === 'gzip') return gzipSync(body);
  if (coding === 'broken gzip') return gzipSync(body).subarray(0, -12);
  return body;
}

/** Empty, and small ones that mean nothing. */
const empty: Arbitrary<OddRequest> = fc
  .tuple(
    signal,
    fc.constantFrom('', '{}', '[]', 'null', '""', '0', '{"resourceSpans":[]}', '{"resourceSpans":[{}]}', '\0'),
    fc.boolean(),
  )
  .map(([of, text, json]) => ({
    kind: 'empty',
    signal: of,
    headers: { 'content-type': json ? JSON_TYPE : PROTOBUF_TYPE },
    body: Buffer.from(text),
  }));

const MIB = 2 ** 20;

/** Bodies around the receiver's limit of 4 MiB, and some that are small only while they are compressed. */
const huge: Arbitrary<OddRequest> = fc
  .tuple(fc.constantFrom(1, 3.9, 4, 4.1, 16, 21), fc.constantFrom('many', 'one', 'bomb'))
  .map(([size, shape]) => {
    const body = asProtobuf('traces', bigTraces(size * MIB, shape === 'one' ? 1 : 1_000));
    return {
      kind: 'huge',
      signal: 'traces' as const,
      headers: { 'content-type': PROTOBUF_TYPE, ...(shape === 'bomb' && { 'content-encoding': 'gzip' }) },
      body: shape === 'bomb' ? gzipSync(body) : body,
    };
  });

/** `count` spans of a trace each, `bytes` in all. */
function bigTraces(bytes: number, count: number): object {
  const value = { stringValue: 'x'.repeat(bytes / count) };
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const id = () => randomBytes(8).toString('hex');
  const spans = Array.from({ length: count }, () => ({
    traceId: id() + id(),
    spanId: id(),
    name: 'big',
    kind: 1,
    startTimeUnixNano: now,
    endTimeUnixNano: now,
    attributes: [{ key: 'prompt', value }],
  }));
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'fuzz-big' } }] },
        scopeSpans: [{ spans }],
      },
    ],
  };
}

/** A value in lists in lists: small bodies that cost whoever reads them by recursion a lot of stack. */
const deep: Arbitrary<OddRequest> = fc.constantFrom(1_000, 9_000, 100_000, 400_000, 1_000_000).map((levels) => ({
  kind: 'deep',
  signal: 'traces',
  headers: { 'content-type': PROTOBUF_TYPE },
  body: deepTraces(levels),
}));

/** Every kind of request; most have odd values in a well-formed body, because only such get past the receiver. */
const oddRequest: Arbitrary<OddRequest> = fc.oneof(
  { weight: 700, arbitrary: oddValues },
  { weight: 120, arbitrary: broken },
  { weight: 80, arbitrary: wrongTypes },
  { weight: 80, arbitrary: oddHeaders },
  { weight: 20, arbitrary: empty },
  { weight: 2, arbitrary: huge },
  { weight: 2, arbitrary: deep },
);

/** Odd requests without end, the same for the same seed but for times near now and the ids of huge ones. */
export function* oddRequests(seed: number): Generator<OddRequest> {
  for (let round = 0; ; round++) yield* fc.sample(oddRequest, { seed: seed + round, numRuns: 50 });
}
