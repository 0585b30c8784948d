/** Fields of a protobuf message by number, each in order of appearance: numbers for varints, bytes for the rest. https://protobuf.dev/programming-guides/encoding */
export type Fields = Map<number, (bigint | Uint8Array)[]>;

/** Reads one message; nested ones are read by calling this again with their bytes. */
export function readMessage(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Fields = new Map();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const tag = Number(varint());
    const type = tag & 7;
    const value = type === 0 ? varint() : take(type === 1 ? 8 : type === 5 ? 4 : Number(varint()));
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

/** The nested messages of field `number`. */
export const messages = (fields: Fields, number: number): Fields[] =>
  (fields.get(number) ?? []).map((bytes) => readMessage(bytes as Uint8Array));

/** The text of field `number`, '' when absent. */
export const text = (fields: Fields, number: number): string =>
  Buffer.from((fields.get(number)?.[0] as Uint8Array | undefined) ?? []).toString();

/** The bytes of field `number` in hex. */
export const hex = (fields: Fields, number: number): string =>
  Buffer.from((fields.get(number)?.[0] as Uint8Array | undefined) ?? []).toString('hex');

/** The number in field `number`, 0 when absent. */
export const int = (fields: Fields, number: number): number => Number(fields.get(number)?.[0] ?? 0n);
