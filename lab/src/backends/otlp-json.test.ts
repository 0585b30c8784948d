import { expect, test } from 'vitest';
import { spansOf } from './otlp-json.ts';

const hex = { traceId: '0123456789abcdef0123456789abcdef', spanId: 'fedcba9876543210' };
const base64 = { traceId: 'ASNFZ4mrze8BI0VniavN7w==', spanId: '/ty6mHZUMhA=' };

/** The span as Jaeger (hex, numbers) or Tempo (base64, names) writes it. */
function answer(ids: typeof hex, kind: string | number, code: string | number) {
  const span = {
    ...ids,
    name: 'GET /chain',
    kind,
    status: { code, message: 'no stock' },
    startTimeUnixNano: '1764000000000000001',
    endTimeUnixNano: '1764000000000500001',
    attributes: [
      { key: 'http.response.status_code', value: { intValue: '500' } },
      { key: 'process.command_args', value: { arrayValue: { values: [{ stringValue: 'node' }, { intValue: 1 }] } } },
    ],
    events: [
      {
        name: 'exception',
        timeUnixNano: '1764000000000400001',
        attributes: [{ key: 'exception.type', value: { stringValue: 'Error' } }],
      },
    ],
    links: [ids],
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: [span, span] }] }] };
}

test('a span is the same from either store, with its events and links, and once if it was sent twice', () => {
  const expected = {
    ...hex,
    parentSpanId: '',
    name: 'GET /chain',
    kind: 'server',
    status: 'error',
    statusMessage: 'no stock',
    service: 'orders',
    start: 1764000000000000001n,
    end: 1764000000000500001n,
    attributes: { 'http.response.status_code': 500, 'process.command_args': 'node, 1' },
    events: [{ name: 'exception', at: 1764000000000400001n, attributes: { 'exception.type': 'Error' } }],
    links: [hex],
    resource: { 'service.name': 'orders' },
  };
  expect(spansOf(answer(hex, 2, 2))).toEqual([expected]);
  expect(spansOf(answer(base64, 'SPAN_KIND_SERVER', 'STATUS_CODE_ERROR'))).toEqual([expected]);
});

test('a span of defaults only, which protobuf leaves out, is read all the same', () => {
  const bare = {
    attributes: [{ key: '__proto__', value: { stringValue: 'x' } }, { key: 'none' }, {}],
    events: [{}],
    links: [{}],
  };
  const [span] = spansOf({ resourceSpans: [{ scopeSpans: [{ spans: [bare] }] }] });
  expect(span).toMatchObject({ traceId: '', spanId: '', parentSpanId: '', name: '', service: '', start: 0n, end: 0n });
  expect(Object.entries(span!.attributes)).toEqual([
    ['__proto__', 'x'],
    ['none', ''],
    ['', ''],
  ]);
  expect([span!.events, span!.links]).toEqual([[{ name: '', at: 0n, attributes: {} }], [{ traceId: '', spanId: '' }]]);
});

test('two spans with one id are two, and a value nested deeper than the stack is read', () => {
  let deep: object = { stringValue: 'x' };
  for (let i = 0; i < 50_000; i++) deep = { arrayValue: { values: [deep] } };
  const spans = ['one', 'two'].map((name) => ({ ...hex, name, attributes: [{ key: 'deep', value: deep }] }));
  const read = spansOf({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  expect(read.map(({ name }) => name)).toEqual(['one', 'two']);
  expect(String(read[0]!.attributes['deep']).length).toBeGreaterThan(1_000_000);
});
