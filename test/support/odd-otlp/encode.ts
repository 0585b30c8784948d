import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import type { Signal } from './bodies.ts';
import { NO_UTF8 } from './values.ts';

const { root } = protobuf.parse(readFileSync(new URL('otlp.proto', import.meta.url), 'utf8'));

const messages: Record<Signal, string> = { traces: 'Traces', metrics: 'Metrics', logs: 'Logs' };

const ids = new Set(['traceId', 'spanId', 'parentSpanId']);

/** A body as OTLP's JSON. */
export const asJson = (body: object): Buffer => withBadBytes(Buffer.from(JSON.stringify(body)));

/** A body as protobuf: ids become bytes, and the numbers that JSON writes as texts become numbers. */
export function asProtobuf(signal: Signal, body: object): Buffer {
  const type = root.lookupType(messages[signal]);
  return withBadBytes(Buffer.from(type.encode(type.fromObject(withBytes(body) as object)).finish()));
}

function withBytes(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withBytes);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      ids.has(key) ? Buffer.from(String(value), 'hex') : withBytes(value),
    ]),
  );
}

const marker = Buffer.from(NO_UTF8);

/** Replaces each marker by as many bytes that are no UTF-8. */
function withBadBytes(bytes: Buffer): Buffer {
  for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at))
    bytes.fill(0xff, at, at + marker.length);
  return bytes;
}
