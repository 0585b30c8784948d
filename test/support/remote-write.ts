/** A series of a request: its labels as `encodedLabels` makes them, its samples as `points` or `histograms` does. */
export type WrittenSeries = { labels: Buffer; points: Buffer };

/** A body for Prometheus' remote-write receiver, version 1.0: protobuf in (uncompressed) snappy. */
export function writeRequest(series: readonly WrittenSeries[]): Buffer<ArrayBuffer> {
  return snappy(Buffer.concat(series.map((one) => message(1, Buffer.concat([one.labels, one.points])))));
}

/** The labels of a series, in the order that the protocol asks for. */
export function encodedLabels(labels: Record<string, string>): Buffer {
  return Buffer.concat(
    Object.keys(labels)
      .sort()
      .map((name) => message(1, Buffer.concat([text(1, name), text(2, labels[name]!)]))),
  );
}

/** `count` samples, one a second from `ms` on: each field 2, a double and a varint of six bytes (until the year 2109). */
export function points(at: (i: number) => number, from: number, ms: number, count: number): Buffer {
  const size = 18;
  const buffer = Buffer.alloc(count * size);
  for (let k = 0; k < count; k++) {
    const o = k * size;
    buffer[o] = (2 << 3) | 2;
    buffer[o + 1] = size - 2;
    buffer[o + 2] = (1 << 3) | 1;
    buffer.writeDoubleLE(at(from + k), o + 3);
    buffer[o + 11] = 2 << 3;
    let rest = ms + k * 1000;
    for (let i = 0; i < 6; i++) {
      buffer[o + 12 + i] = i < 5 ? (rest % 128) | 128 : rest % 128;
      rest = Math.floor(rest / 128);
    }
  }
  return buffer;
}

/** `count` native histograms, one a second from `ms` on, of 32 buckets from 16 to 64 units; each bucket is `at` of it. */
export function histograms(at: (i: number, bucket: number) => number, from: number, ms: number, count: number): Buffer {
  const [schema, buckets, offset] = [4, 32, 65]; // 16 buckets for each doubling; the first is just above 2 ** 4
  const zigzag = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value);
  const field = (number: number, value: Buffer) => Buffer.concat([varint(number << 3), value]);
  const double = (number: number, value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return Buffer.concat([varint((number << 3) | 1), bytes]);
  };
  const span = message(11, Buffer.concat([field(1, zigzag(offset)), field(2, varint(buckets))]));
  return Buffer.concat(
    Array.from({ length: count }, (_, k) => {
      const counts = Array.from({ length: buckets }, (_, bucket) => at(from + k, bucket));
      const total = counts.reduce((sum, one) => sum + one, 0);
      const deltas = counts.map((one, bucket) => zigzag(one - (counts[bucket - 1] ?? 0)));
      return message(
        4,
        Buffer.concat([
          field(1, varint(total)),
          double(3, total * 30),
          field(4, zigzag(schema)),
          field(6, varint(0)),
          span,
          message(12, Buffer.concat(deltas)),
          field(15, varint(ms + k * 1000)),
        ]),
      );
    }),
  );
}

function message(field: number, body: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
}

function text(field: number, value: string): Buffer {
  return message(field, Buffer.from(value));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** Snappy's block format with literals only (google/snappy, format_description.txt). */
function snappy(body: Buffer): Buffer<ArrayBuffer> {
  const parts = [varint(body.length)];
  for (let at = 0; at < body.length; at += 65_536) {
    const chunk = body.subarray(at, at + 65_536);
    const length = chunk.length - 1;
    parts.push(Buffer.from([61 << 2, length & 255, length >> 8]), chunk);
  }
  return Buffer.concat(parts);
}
