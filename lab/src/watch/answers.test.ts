import { expect, test } from 'vitest';
import { answersIn, answersSince, inWords } from './answers.ts';
import { judgeAnswers } from './judge-answers.ts';

const lab = { grpc: 'http://127.0.0.1:4317', http: 'http://127.0.0.1:4318' };

/** Lines as the collector exposes them. */
function exposed(requests: readonly { labels: string; count: number; bytes?: number }[]): string {
  return requests
    .flatMap(({ labels, count, bytes = 0 }) => [
      `http_server_request_duration_count{${labels}} ${count}`,
      `http_server_request_body_size_sum{${labels}} ${bytes}`,
    ])
    .join('\n');
}
const http = (method: string, status: number, { route = true, version = '1.1' } = {}) =>
  `http_request_method="${method}",http_response_status_code="${status}",${route ? 'http_route="/v1/traces",' : ''}network_protocol_version="${version}"`;
const mistakesIn = (text: string) => judgeAnswers(answersIn(text), lab).map(({ mistake }) => mistake);

test('what was answered between two looks is the difference; a restarted collector begins at zero', () => {
  const before = answersIn(exposed([{ labels: http('POST', 200), count: 5, bytes: 500 }]));
  const later = answersIn(
    exposed([
      { labels: http('POST', 200), count: 7, bytes: 700 },
      { labels: http('POST', 404, { route: false }), count: 1 },
    ]),
  );
  expect(answersSince(before, later).map(({ status, requests, bytes }) => [status, requests, bytes])).toEqual([
    ['200', 2, 200],
    ['404', 1, 0],
  ]);
  expect(inWords(answersSince(before, later))).toBe('2 × POST 200, 1 × POST 404');
  expect(answersSince(before, answersIn(exposed([{ labels: http('POST', 200), count: 1 }])))).toMatchObject([
    { requests: 1 },
  ]);
});

test.each<[string, string]>([
  ['gRPC to the port of HTTP', exposed([{ labels: http('_OTHER', 400, { route: false, version: '2.0' }), count: 1 }])],
  ['a wrong path, probably /v1/traces twice', exposed([{ labels: http('POST', 404, { route: false }), count: 2 }])],
  ['a wrong content type', exposed([{ labels: http('POST', 415), count: 1 }])],
  ['a request that is too large', exposed([{ labels: http('POST', 400), count: 1, bytes: 4_194_304 }])],
  ['a body that the receiver cannot read', exposed([{ labels: http('POST', 400), count: 1, bytes: 12 }])],
  ['a body that the receiver cannot unpack', exposed([{ labels: http('POST', 400, { route: false }), count: 1 }])],
  ['a web page whose origin is not allowed', exposed([{ labels: http('OPTIONS', 405), count: 1 }])],
  ['a method other than POST', exposed([{ labels: http('GET', 405), count: 1 }])],
  [
    'a body that the receiver cannot read',
    'rpc_server_call_duration_count{rpc_method="x/Export",rpc_response_status_code="INTERNAL"} 1',
  ],
  [
    'a request that is too large',
    'rpc_server_call_duration_count{rpc_method="x/Export",rpc_response_status_code="RESOURCE_EXHAUSTED"} 1',
  ],
])('%s is named', (mistake, text) => expect(mistakesIn(text)).toEqual([mistake]));

test('a page that is allowed asks first, and then sends', () => {
  const asked = { labels: http('OPTIONS', 204), count: 1 };
  expect(mistakesIn(exposed([asked]))).toEqual(['a web page whose origin is not allowed']);
  expect(mistakesIn(exposed([asked, { labels: http('POST', 200), count: 1 }]))).toEqual([]);
});

test('what was taken has no finding', () => {
  const taken = `${exposed([{ labels: http('POST', 200), count: 9 }])}\nrpc_server_call_duration_count{rpc_response_status_code="OK"} 3`;
  expect(mistakesIn(taken)).toEqual([]);
});
