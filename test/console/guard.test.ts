// What the console's server refuses. No lab runs here: a refusal must not depend on an engine.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nowhere, startConsole, type TestConsole } from './start-console.ts';

let server: TestConsole;
beforeAll(async () => void (server = await startConsole({ endpoints: nowhere, stack: 'tempo' })));
afterAll(() => server[Symbol.asyncDispose]());

type Ask = { method?: string; headers?: Record<string, string>; body?: string };

/** Sends a raw request: fetch would normalise the path and set its own Host. */
function raw(
  path: string,
  { method = 'GET', headers = {}, body }: Ask = {},
): Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        hostname,
        port,
        path,
        method,
        headers: { ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }), ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (bytes: Buffer) => (text += bytes.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

describe('the proxies pass on the calls that the page needs', () => {
  test.each([
    ['GET', '/prometheus/api/v1/query?query=up'],
    ['POST', '/prometheus/api/v1/query_range'],
    ['GET', '/tempo/api/v2/traces/0123456789abcdef0123456789abcdef'],
    ['GET', '/tempo/api/search?q=%7B%7D'],
  ])('%s %s', async (method, path) => {
    const answer = await raw(path, { method, ...(method === 'POST' && { headers: form, body: 'query=up' }) });
    expect([answer.status, answer.text]).toEqual([502, expect.stringContaining('does not answer')]); // passed: only the engine is missing
  });
});

describe('the proxies refuse everything else', () => {
  test.each([
    ['other paths', '/prometheus/api/v1/admin/tsdb/delete_series', 404],
    ['the engine’s life cycle', '/prometheus/-/quit', 404],
    ['its configuration', '/prometheus/api/v1/status/config', 404],
    ['its root', '/prometheus/', 404],
    ['remote write', '/prometheus/api/v1/write', 404],
    ['a way up', '/prometheus/api/v1/../../-/quit', 404],
    ['a way up, encoded', '/prometheus/api/v1/%2e%2e/%2e%2e/-/quit', 404],
    ['a way up, encoded twice', '/prometheus/api/v1/%252e%252e/query', 404],
    ['an encoded slash', '/prometheus/api%2fv1%2fquery?query=up', 404],
    ['a doubled slash', '/prometheus//api/v1/query?query=up', 404],
    ['a backslash', '/prometheus/api/v1\\query', 404],
    ['a null byte', '/prometheus/api/v1/query%00', 404],
    ['a user in the path', '/prometheus/@127.0.0.1:9/api/v1/query', 404],
    ['an absolute address', 'http://127.0.0.1:9/prometheus/api/v1/query', 404],
    ['an absolute address as a path', '/prometheus/http://127.0.0.1:9/', 404],
    ['Tempo’s shutdown', '/tempo/shutdown', 404],
    ['Tempo’s flush', '/tempo/flush', 404],
    ['a trace id that is none', '/tempo/api/traces/../search', 404],
    ['an engine that is missing', '/jaeger/api/v3/services', 404],
    ['a file beside the page', '/../../../../etc/passwd', 404],
    ['a file beside the page, encoded', '/assets/..%2f..%2f..%2fetc%2fpasswd', 404],
  ])('%s: %s', async (_what, path, status) => {
    const answer = await raw(path);
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    expect(answer.status, answer.text).toBeLessThan(500);
    expect(answer.status).toBeOneOf([status, 400, 403]);
    expect(answer.text).not.toContain('root:');
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s on a path of the list', async (method) => {
    expect((await raw('/prometheus/api/v1/query?query=up', { method })).status).toBe(405);
  });
  test('POST where only reading is listed', async () => {
    expect((await raw('/tempo/api/search', { method: 'POST', headers: form, body: 'q=x' })).status).toBe(405);
  });
  test('a form of another type', async () => {
    expect((await raw('/prometheus/api/v1/query', { method: 'POST', headers: json, body: '{}' })).status).toBe(415);
  });
  test('a body over 32 kB', async () => {
    expect(
      (await raw('/prometheus/api/v1/query', { method: 'POST', headers: form, body: `query=${'x'.repeat(40_000)}` }))
        .status,
    ).toBe(413);
  });
  test('a query string over 32 kB', async () => {
    expect((await raw(`/prometheus/api/v1/query?query=${'x'.repeat(40_000)}`)).status).toBeOneOf([414, 431]);
  });
});

describe('the server refuses foreign hosts and pages', () => {
  test.each([
    'evil.example',
    'evil.example:4000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'localhost@evil.example',
    '169.254.169.254',
  ])('with the Host header "%s" (DNS rebinding)', async (host) => {
    for (const path of ['/', '/api/lab', '/prometheus/api/v1/query?query=up']) {
      expect((await raw(path, { headers: { host } })).status, path).toBeOneOf([400, 421]);
    }
  });
  test.each(['localhost:4000', '127.0.0.1', '[::1]:4000', 'LOCALHOST:4000'])('but not with "%s"', async (host) => {
    expect((await raw('/api/lab', { headers: { host } })).status).toBe(200);
  });
  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1'])('that post from the origin %s', async (origin) => {
    expect((await raw('/api/load', { method: 'POST', headers: { ...json, origin }, body: '{}' })).status).toBe(403);
    for (const method of ['POST', 'DELETE'])
      for (const path of ['/api/faults', '/api/faults/slow-route'])
        expect((await raw(path, { method, headers: { ...json, origin }, body: '{}' })).status).toBe(403);
  });
  test('that read across sites', async () => {
    expect(
      (await raw('/api/lab', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } })).status,
    ).toBe(403);
  });
  test('but not a link from another page', async () => {
    expect(
      (await raw('/service', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } })).status,
    ).toBe(200);
  });
});

describe('actions refuse invalid input', () => {
  test.each([
    ['an action as a simple form (CSRF)', '/api/load', { headers: { 'content-type': 'text/plain' }, body: '{}' }, 415],
    ['no JSON', '/api/check', { headers: json, body: '{' }, 400],
    ['a body over 4 kB', '/api/check', { headers: json, body: JSON.stringify({ x: 'x'.repeat(5_000) }) }, 413],
    ['too many requests', '/api/check', { headers: json, body: '{"requests":100000}' }, 400],
    ['too many users', '/api/load', { headers: json, body: '{"vus":100000}' }, 400],
    ['an unknown exercise', '/api/answers/none', { headers: json, body: '{"answer":"1"}' }, 404],
    ['an unknown fault', '/api/faults/none', { headers: json, body: '{}' }, 404],
    ['a fault for a day', '/api/faults/slow-route', { headers: json, body: '{"seconds":86400}' }, 400],
    ['a fault as a simple form (CSRF)', '/api/faults/crash', { headers: { 'content-type': 'text/plain' } }, 415],
    ['an empty answer', '/api/answers/find-the-error', { headers: json, body: '{"answer":" "}' }, 400],
  ])('%s', async (_what, path, ask, status) => {
    const answer = await raw(path, { method: 'POST', ...ask });
    expect(answer.status, answer.text).toBe(status);
    expect(answer.text).not.toMatch(/at .*\.ts/); // no stack trace
  });
  test.each([
    ['events of another kind', { headers: json, body: '[{"at":1,"part":"tempo","what":"eaten"}]' }, 400],
    [
      'too many events',
      { headers: json, body: JSON.stringify(Array(31).fill({ at: 1, part: 'tempo', what: 'killed' })) },
      400,
    ],
    ['events as a simple form (CSRF)', { headers: { 'content-type': 'text/plain' }, body: '[]' }, 415],
    ['events from another page', { headers: { ...json, origin: 'http://evil.example' }, body: '[]' }, 403],
  ])('%s', async (_what, ask, status) => {
    expect((await raw('/api/events', { method: 'PUT', ...ask })).status).toBe(status);
    expect((await raw('/api/events')).text).toBe('[]');
  });
  test('a load without k6', async () => {
    const answer = await raw('/api/load', { method: 'POST', headers: json, body: '{}' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('no k6')]);
  });
});

test.runIf(process.platform === 'linux')('a network that it must not serve gets no more than its health', async () => {
  await using refusing = await startConsole({ endpoints: nowhere, stack: 'tempo' }, { refusedNetwork: 'localhost' });
  const member = '127.0.0.2'; // of the network of 127.0.0.1, which is the console's own address
  for (const path of ['/', '/start', '/api/lab', '/prometheus/api/v1/query?query=up'])
    expect([path, await statusFrom(member, refusing.url + path)]).toEqual([path, 403]);
  expect(await statusFrom(member, `${refusing.url}/healthz`)).toBe(200);
  expect(await statusFrom('127.0.0.1', `${refusing.url}/api/lab`)).toBe(200); // its own check asks it
});

/** Status of a GET from one of this machine's addresses. */
function statusFrom(localAddress: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { localAddress }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}

test('every answer carries the security policy, which allows nothing unsafe', async () => {
  for (const path of ['/', '/start', '/api/lab', '/nothing', '/prometheus/x']) {
    const { headers } = await raw(path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  }
});
