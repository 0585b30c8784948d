import { randomBytes } from 'node:crypto';
import protobuf from 'protobufjs';

/**
 * A request with one span, whose attribute holds a list in a list in a list: `levels` of them, as protobuf. Written from the inside
 * out, because encoders recurse.
 */
export function deepTraces(levels: number): Buffer {
  const heads: Uint8Array[] = [];
  let size = 0;
  const wrap = (...fields: number[]) => {
    for (const field of fields) {
      const head = protobuf.Writer.create()
        .uint32((field << 3) | 2)
        .uint32(size)
        .finish();
      heads.push(head);
      size += head.length;
    }
  };
  for (let level = 0; level < levels; level++) wrap(1, 5); // ArrayValue.values, AnyValue.array_value
  wrap(2); // KeyValue.value
  const key = text(1, 'deep'); // KeyValue.key
  const nested = Buffer.concat([...heads.toReversed(), key]);
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = Buffer.concat([
    bytes(1, randomBytes(16)),
    bytes(2, randomBytes(8)),
    text(5, 'deep'),
    fixed64(7, now),
    fixed64(8, now),
    bytes(9, nested),
  ]);
  const service = bytes(1, Buffer.concat([text(1, 'service.name'), bytes(2, text(1, 'fuzz-deep'))]));
  return bytes(1, Buffer.concat([bytes(1, service), bytes(2, bytes(2, span))]));
}

function bytes(field: number, content: Uint8Array): Buffer {
  return Buffer.from(
    protobuf.Writer.create()
      .uint32((field << 3) | 2)
      .bytes(content)
      .finish(),
  );
}

function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}

function fixed64(field: number, value: bigint): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64LE(value);
  return Buffer.concat([Buffer.of((field << 3) | 1), number]);
}
