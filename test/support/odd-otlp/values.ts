import fc, { type Arbitrary } from 'fast-check';

/** Mostly as SDKs send it: one in `rarity` is odd. */
export const mostly = <T>(sound: Arbitrary<T>, odd: Arbitrary<T>, rarity = 8): Arbitrary<T> =>
  fc.oneof({ weight: rarity - 1, arbitrary: sound }, { weight: 1, arbitrary: odd });

/** Stands for bytes that are no UTF-8: `encode` replaces it. */
export const NO_UTF8 = '\u{FFFD}';

const long = (size: number) => fc.constant('x'.repeat(size));

/** Texts that break programs: empty, long, markup, quotes, control characters, not UTF-8, the words of Prometheus. */
export const oddText: Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      `bad ${NO_UTF8} text`,
      ...'" \\ \n \0 \u202Eabc \uD800 $1 {{.}} <b>& constructor __proto__'.split(' '),
      ...'__name__ le job instance quantile otel.metric.overflow'.split(' '),
    ),
  },
  { weight: 2, arbitrary: long(10_000) },
  { weight: 1, arbitrary: long(100_000) },
);

/** Ids of `bytes` bytes in hex; odd: empty, zero, short, long, no hex. */
export const idOf = (bytes: number): Arbitrary<string> => {
  const hex = (size: number) =>
    fc.uint8Array({ minLength: size, maxLength: size }).map((id) => Buffer.from(id).toString('hex'));
  return mostly(
    hex(bytes),
    fc.oneof(fc.constantFrom('', '00'.repeat(bytes), 'zz'), hex(bytes - 1), hex(bytes + 1)),
    20,
  );
};

/** Nanoseconds since the epoch, near now; odd: 0, 1970, far past, far future, the largest. */
export const time: Arbitrary<string> = mostly(
  fc.integer({ min: -5_000, max: 0 }).map((ms) => String(BigInt(Date.now() + ms) * 1_000_000n)),
  fc.oneof(
    fc.constantFrom('0', '1', '9223372036854775807', '18446744073709551615'),
    fc.integer({ min: -4_000, max: 4_000 }).map((days) => String(BigInt(Date.now() + days * 86_400_000) * 1_000_000n)),
  ),
  12,
);

/** A double; odd: not a number, infinite, negative, the smallest and the largest. In JSON these are texts. */
export const double: Arbitrary<number | string> = mostly<number | string>(
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.constantFrom<number | string>('NaN', 'Infinity', '-Infinity', -1, 5e-324, 1.7976931348623157e308),
);

/** A count; odd: the largest, and what only JSON can say: negative or with a fraction. */
export const count: Arbitrary<string> = mostly(
  fc.integer({ min: 0, max: 1_000 }).map(String),
  fc.constantFrom('18446744073709551615', '9223372036854775808', '0'),
);

/** A number of an enumeration, known or not. */
export const enumeration = (highest: number): Arbitrary<number> =>
  mostly(fc.integer({ min: 0, max: highest }), fc.constantFrom(-1, highest + 1, 2 ** 31 - 1));

/** An attribute's value; odd: none, nested deeply, bytes, the largest integer. */
const anyValue: Arbitrary<object> = mostly<object>(
  fc.oneof<Arbitrary<object>[]>(
    fc.string({ maxLength: 20 }).map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    fc.integer().map((int) => ({ intValue: String(int) })),
    double.map((doubleValue) => ({ doubleValue })),
  ),
  fc.oneof<Arbitrary<object>[]>(
    oddText.map((stringValue) => ({ stringValue })),
    fc.constantFrom<object[]>({}, { intValue: '-9223372036854775808' }, { bytesValue: 'AP8=' }, nested(40)),
    fc
      .array(oddText, { maxLength: 5 })
      .map((texts) => ({ arrayValue: { values: texts.map((stringValue) => ({ stringValue })) } })),
    fc.dictionary(oddText, fc.integer()).map((entries) => ({
      kvlistValue: { values: Object.entries(entries).map(([key, n]) => ({ key, value: { intValue: String(n) } })) },
    })),
  ),
);

function nested(depth: number): object {
  let value: object = { stringValue: 'deep' };
  for (let level = 0; level < depth; level++) value = { arrayValue: { values: [value] } };
  return value;
}

/** Of current and older conventions, and words that mean something to Prometheus or the lab. */
const keys = [
  'http.request.method http.response.status_code http.route server.address db.system.name url.full',
  'http.method http.status_code http.target net.peer.name db.system peer.service',
  'job instance le __name__ quantile a.b a_b service.name span.kind lab.run 9lives',
].flatMap((line) => line.split(' '));

const attribute = fc.record({ key: mostly(fc.constantFrom(...keys), oddText), value: anyValue });

/** Attributes; odd: a key twice, a thousand of them, many values of one key. */
export const attributes: Arbitrary<object[]> = mostly<object[]>(
  fc.array(attribute, { maxLength: 5 }),
  fc.oneof(
    attribute.map((one) => [one, one]),
    fc.constant(Array.from({ length: 1_000 }, (_, i) => ({ key: `key.${i}`, value: { intValue: String(i) } }))),
    fc.uuid().map((id) => [{ key: 'http.request.method', value: { stringValue: id } }]),
  ),
  30,
);

/** A resource: one of a few services; odd: no name, a name that is no text, one that nobody else has, a long one. */
export const resource: Arbitrary<object> = fc
  .tuple(
    mostly<object[]>(
      fc
        .constantFrom('fuzz-a', 'fuzz-b', 'fuzz-c')
        .map((name) => [{ key: 'service.name', value: { stringValue: name } }]),
      fc.oneof<Arbitrary<object[]>[]>(
        fc.constant([]),
        anyValue.map((value) => [{ key: 'service.name', value }]),
        fc.uuid().map((id) => [{ key: 'service.name', value: { stringValue: `fuzz-${id}` } }]),
        oddText.map((name) => [{ key: 'service.name', value: { stringValue: name } }]),
      ),
    ),
    mostly<object[]>(fc.constant<object[]>([]), attributes),
  )
  .map(([name, others]) => ({ attributes: [...name, ...others] }));

/** A scope, mostly without attributes. */
export const scope: Arbitrary<object> = fc.record({
  name: mostly(fc.constantFrom('http', 'db'), oddText),
  version: mostly(fc.constant('1.0.0'), oddText),
  attributes: mostly<object[]>(fc.constant<object[]>([]), attributes),
});
