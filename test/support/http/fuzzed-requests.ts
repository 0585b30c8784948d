import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** A request as bytes, and the path and method that it names: what a right answer is depends on them. */
export type FuzzedRequest = { method: string; path: string; chunks: Buffer[] };

/** 10 MB of zeros in 10 kB. */
const bomb = gzipSync(Buffer.alloc(10_000_000));

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', '0', '-1', '1e309', 'NaN', 'null', 'undefined', '__proto__', 'constructor', 'toString', '$where'),
  fc.constantFrom('<script>alert(1)</script>', "' OR 1=1 --", '${7*7}', '{{7*7}}', '%00', '%0d%0aX: y', '‮', '🛒'),
);

const methods = fc.oneof(
  { arbitrary: fc.constantFrom('GET', 'POST'), weight: 12 },
  { arbitrary: fc.constantFrom('HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'), weight: 4 },
  fc.constantFrom('TRACE', 'CONNECT', 'PROPFIND', 'PURGE', 'M-SEARCH', 'QUERY', 'SOURCE'),
  fc.constantFrom('get', 'GETT', 'G ET', '', 'A'.repeat(3_000), 'GET\t', '\u0000', 'HTTP/1.1'),
);

/** What may stand behind a path. */
const queries = fc.oneof(
  { arbitrary: fc.constant(''), weight: 3 },
  fc.array(fc.tuple(text, text), { maxLength: 4 }).map((pairs) => `?${new URLSearchParams(pairs.map(wellFormed))}`),
  fc.constantFrom(
    '?max=1&max=2',
    '?max[]=1',
    '?max=-0',
    '?__proto__[x]=1&constructor[prototype][x]=1',
    '?max=%',
    '?%00=%ff',
    '??&&==',
    `?${'a=b&'.repeat(2_000)}`,
    `?query=${'('.repeat(3_000)}`,
  ),
);

const strangePaths = fc.oneof(
  fc.constantFrom('*', '//', '///', '/.', '/..', '/../../../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/\\', '/%'),
  fc.constantFrom(
    '/%00',
    '/%ff',
    '/%E0%A4%A',
    '//127.0.0.1:1/x',
    '/;/..;/',
    '/__proto__',
    '/constructor',
    'x',
    '',
    '#',
  ),
  fc.constantFrom(
    'http://[',
    'http://other/',
    'http://u:p@other:99999/',
    'https://other/?x',
    'file:///etc/passwd',
    'a:1',
  ),
  fc.constant(`/${'a'.repeat(20_000)}`),
  fc.constant(`/${'a/'.repeat(3_000)}`),
  text.map((part) => `/${encodeURIComponent(part.toWellFormed())}`),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }).map((raw) => `/${raw}`),
);

const odd = (name: string, ...values: string[]) => fc.constantFrom(...values).map((value) => `${name}: ${value}`);

/** Headers that HTTP allows, with values that it may not. */
const allowedHeaders = fc.oneof(
  odd(
    'traceparent',
    '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01',
    '00-0-0-00',
    'ff-x',
    '',
    ','.repeat(500),
  ),
  odd('traceparent', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`, `00-${'g'.repeat(32)}-${'1'.repeat(16)}-zz`),
  odd('tracestate', 'a=b', '=', 'a'.repeat(600), 'x='.repeat(100)),
  odd(
    'baggage',
    'lab.run=A B',
    `lab.run=${'x'.repeat(40)}`,
    'lab.run',
    'lab.run=%00',
    '='.repeat(99),
    'k=v,'.repeat(300),
  ),
  odd('Expect', '100-continue', '100-Continue', 'tea', ''),
  odd('Upgrade', 'websocket', 'h2c', 'TLS/1.0', ''),
  odd('Connection', 'Upgrade', 'close', 'keep-alive', 'Upgrade, HTTP2-Settings', 'content-length'),
  odd('Origin', 'null', 'http://evil.example', 'http://127.0.0.1', ''),
  odd('Sec-Fetch-Site', 'cross-site', 'none'),
  odd('Accept', '*/*;q=99', 'x'.repeat(2_000), ','),
  odd('Accept-Encoding', 'gzip', 'br;q=nan', '*'),
  odd('Content-Encoding', 'gzip', 'br', 'deflate', 'zstd', 'identity', 'gzip, gzip', 'x'),
  odd('Content-Type', 'application/json', 'application/json; charset=utf-99', 'text/plain', 'multipart/form-data', '/'),
  odd('Content-Type', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16le', 'a/b;'.repeat(200)),
  odd('Range', 'bytes=0-0', 'bytes=-1', 'bytes=9-1,,,'),
  odd('If-None-Match', '*', '"x"'),
  odd('Cookie', '__proto__=1', 'a'.repeat(5_000)),
  odd('X-Forwarded-For', '127.0.0.1', "'", 'x,'.repeat(300)),
  odd('Forwarded', 'for="[', 'host=evil.example'),
  odd('User-Agent', '', '${jndi:ldap://127.0.0.1:1/x}', '<script>alert(1)</script>', '\u0080\u00ff'),
  odd('__proto__', 'x'),
);

/** Headers that end a request early, as a rule. */
const brokenHeaders = fc.oneof(
  odd('Host', 'evil.example', '[', ':', '127.0.0.1:x', 'a b', '@', '127.0.0.1', 'localhost:99999999', '__proto__', ''),
  odd('Content-Length', '0', '5', '-1', '99999999999999999999', '1e3', '5, 5', '0x10', ''),
  odd('Transfer-Encoding', 'chunked', 'gzip, chunked', 'identity', 'chunked, chunked', 'xchunked'),
  odd('X', 'a'.repeat(15_000), 'a'.repeat(60_000), '\u0000', 'a\rb', 'a\n b'),
  fc.constantFrom('no colon', ': no name', ' folded: x', 'X : y', 'X\u0000: y'),
  fc.constant(Array.from({ length: 1_500 }, (_, i) => `x-${i}: y`).join('\r\n')),
);

const headers = fc
  .tuple(fc.array(allowedHeaders, { maxLength: 4 }), rarely(7, brokenHeaders))
  .map(([allowed, broken]) => (broken === null ? allowed : [...allowed, broken]));

/** Mostly one usual Host; the others come from `brokenHeaders`, which may make two. */
const hosts = fc.oneof(
  { arbitrary: fc.constantFrom('127.0.0.1', 'localhost'), weight: 12 },
  fc.constantFrom('[', ':', '127.0.0.1:x', 'a b', '@', 'http://x', 'localhost:99999999', '__proto__', '', 'xn--', '%'),
);

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const bodies = fc.oneof(
  { arbitrary: fc.constant(Buffer.alloc(0)), weight: 2 },
  fc.json().map((value) => Buffer.from(value)),
  fc.constantFrom(
    json({ item: 'book', quantity: 1 }),
    json({ item: '__proto__', quantity: 1 }),
    json({ item: 'constructor', quantity: 1 }),
    json({ item: 'book', quantity: 1e308 }),
    json({ item: { $gt: '' }, quantity: [1] }),
    Buffer.from('{"__proto__":{"item":"book","quantity":1},"constructor":{"prototype":{"x":1}}}'),
    Buffer.from('{"item":"book","item":"pen","quantity":1,"quantity":"2"}'),
  ),
  fc
    .constantFrom('{', '[]', 'null', '"x"', '1', '{"a":}', '\ufeff{}', '[[', "{'a':1}", 'NaN')
    .map((t) => Buffer.from(t)),
  fc.constant(Buffer.from('['.repeat(50_000))),
  fc.constant(Buffer.from(`${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`)),
  fc.constant(Buffer.alloc(200_000, 'x')),
  fc.constant(json({ item: 'x'.repeat(90_000), quantity: 1 })),
  fc.constantFrom(bomb, gzipSync('{"item":"book","quantity":1}').subarray(0, 20), brotliCompressSync('{}')),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

/** How a body is framed: rightly, with a wrong length, in chunks, in broken chunks, or not at all. */
const framings = fc.oneof(
  { arbitrary: fc.constantFrom<Framing>('length', 'chunked'), weight: 4 },
  fc.constantFrom<Framing>('too long', 'too short', 'broken chunks', 'none'),
);
type Framing = 'length' | 'too long' | 'too short' | 'chunked' | 'broken chunks' | 'none';

const versions = fc.oneof(
  { arbitrary: fc.constant('HTTP/1.1'), weight: 30 },
  fc.constantFrom('HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.2', 'http/1.1', '', 'HTTP/1.1 x', 'ICAP/1.0'),
);

/** What follows a request on its connection. */
const tails = fc.oneof(
  { arbitrary: fc.constant(''), weight: 6 },
  fc.constantFrom(
    'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\r\n\r\n',
    'garbage',
  ),
  fc.constant('\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'),
);

/** Requests to a server with these paths, most of them wrong in one or several ways. `{}` in a path becomes any text. */
export function fuzzedRequests(paths: readonly string[]): fc.Arbitrary<FuzzedRequest> {
  const known = fc
    .tuple(
      fc.constantFrom(...paths),
      text,
      fc.oneof({ arbitrary: fc.constant(''), weight: 9 }, fc.constantFrom('/', '//', '%', '.', ';x', '/..')),
    )
    .map(([path, part, after]) => path.replace('{}', () => encodeURIComponent(part.toWellFormed())) + after);
  return fc
    .record({
      method: methods,
      path: fc.oneof({ arbitrary: known, weight: 5 }, strangePaths),
      query: queries,
      version: versions,
      host: fc.oneof({ arbitrary: hosts, weight: 20 }, fc.constant(null)),
      headers,
      typed: fc.boolean(),
      body: bodies,
      framing: framings,
      tail: tails,
      cut: rarely(20, fc.nat(3_000)),
      pieces: fc.constantFrom(1, 1, 1, 2, 7),
    })
    .map(({ method, path, query, version, host, headers: more, typed, body, framing, tail, cut, pieces }) => {
      const [framed, framingHeaders] = frame(body, framing);
      const type = typed ? ['Content-Type: application/json'] : [];
      const head = [
        `${method} ${path}${query} ${version}`,
        ...(host === null ? [] : [`Host: ${host}`]),
        ...type,
        ...framingHeaders,
        ...more,
        '',
        '',
      ].join('\r\n');
      const all = Buffer.concat([Buffer.from(head, 'latin1'), framed, Buffer.from(tail, 'latin1')]);
      return { method, path, chunks: inPieces(cut === null ? all : all.subarray(0, cut), pieces) };
    });
}

function frame(body: Buffer, framing: Framing): [Buffer, string[]] {
  const length = (bytes: number) => [`Content-Length: ${Math.max(0, bytes)}`];
  if (framing === 'none') return [body, []];
  if (framing === 'length') return [body, length(body.length)];
  if (framing === 'too long') return [body, length(body.length + 7)];
  if (framing === 'too short') return [body, length(body.length - 1)];
  const size = framing === 'chunked' ? body.length.toString(16) : 'zz';
  const end = body.length > 0 ? '\r\n0\r\n\r\n' : '';
  return [
    Buffer.concat([
      Buffer.from(`${size}\r\n`),
      body,
      Buffer.from(framing === 'chunked' && body.length === 0 ? '\r\n' : end),
    ]),
    ['Transfer-Encoding: chunked'],
  ];
}

/** One of so many values is `odd`, the others are null. */
function rarely<T>(oneIn: number, odd: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ arbitrary: fc.constant(null), weight: oneIn - 1 }, odd);
}

function inPieces(bytes: Buffer, pieces: number): Buffer[] {
  const size = Math.ceil(bytes.length / pieces) || 1;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

function wellFormed([name, value]: readonly [string, string]): [string, string] {
  return [name.toWellFormed(), value.toWellFormed()];
}
