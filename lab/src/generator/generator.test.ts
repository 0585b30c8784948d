import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { listening } from '../base/testing.ts';
import { until } from '../base/poll.ts';
import { createGeneratorApp } from './app.ts';
import { Generator } from './generator.ts';
import { makeTrace } from './make-trace.ts';
import { seededRandom } from './seeded-random.ts';
import { entries, NETWORK } from './service-map.ts';

type Span = { name: string; kind: number; startTimeUnixNano: string; endTimeUnixNano: string; attributes: unknown[] };
type Received = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

test('what it says that it sent is what a receiver got: spans, and their durations', async () => {
  const { url, received } = await receiver((_request, response) => response.end('{}'));
  const { traceIds, totals } = await new Generator(url).burst('r-1', 50);
  const spans = received.flatMap(spansOf);
  expect(new Set(traceIds).size).toBe(50);
  expect(totals.reduce((sum, total) => sum + total.spans, 0)).toBe(spans.length);
  const milliseconds = spans.reduce(
    (sum, s) => sum + Number(BigInt(s.endTimeUnixNano) - BigInt(s.startTimeUnixNano)) / 1e6,
    0,
  );
  expect(totals.reduce((sum, total) => sum + total.milliseconds, 0)).toBe(milliseconds);
  expect(
    spans.every(({ attributes }) => JSON.stringify(attributes).includes('"lab.run","value":{"stringValue":"r-1"}')),
  ).toBe(true);
});

test('durations are the same for the same seed, and a parent lasts as long as its work and its call', () => {
  const durations = (seed: number) => {
    const random = seededRandom(seed);
    return entries.flatMap((entry) => makeTrace(entry, random, 0n).map((span) => span.milliseconds));
  };
  expect(durations(7)).toEqual(durations(7));
  const [web, toCart, cart, toPayment, payment] = makeTrace(entries[0]!, seededRandom(7), 0n).map(
    (s) => s.milliseconds,
  );
  expect(web).toBe(40 + toCart!);
  expect(toCart).toBe(cart! + NETWORK);
  expect(cart).toBe(25 + toPayment!);
  expect(toPayment).toBe(payment! + NETWORK);
});

test('what the receiver refuses for now is sent again, and counted once', async () => {
  let refusals = 1;
  const { url, received } = await receiver((_request, response) =>
    response.writeHead(refusals-- > 0 ? 503 : 200).end('{}'),
  );
  const { totals } = await new Generator(url).burst('r-1', 1);
  expect(received).toHaveLength(2);
  expect(received[0]).toEqual(received[1]);
  expect(totals.map((total) => total.spans)).toEqual(spansOf(received[0]!).map(() => 1));
});

test.each([
  [
    'refused for good',
    (_: IncomingMessage, response: ServerResponse) => response.writeHead(400).end('no'),
    { refused: 3 },
  ],
  ['cut off', (request: IncomingMessage) => request.socket.destroy(), { unknown: 3 }],
])('what is %s is no part of what was sent', async (_, answer, expected) => {
  const { url } = await receiver(answer);
  const generator = new Generator(url);
  generator.start(3);
  await until('a request has failed', () => (generator.sent().last ? true : undefined));
  await generator.stop();
  expect(generator.sent()).toMatchObject({ traces: 0, totals: [], ...expected });
});

test('a burst is asked for by JSON in bounds, and not by a web page', async () => {
  const { url: collector } = await receiver((_request, response) => response.end('{}'));
  const server = createServer(createGeneratorApp(new Generator(collector)));
  ends.push(() => server.close());
  const url = `${await listening(server)}/burst`;
  const ask = (body: string, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  const good = '{"run":"r-1","traces":2}';
  expect((await ask(good)).status).toBe(200);
  expect((await ask(good, { origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask(good, { 'content-type': 'text/plain' })).status).toBe(400);
  for (const body of ['{"run":"r-1","traces":1001}', '{"run":"R 1","traces":2}', '{"traces":2}'])
    expect((await ask(body)).status).toBe(400);
  for (const [body, status] of [
    ['{"run":', 400],
    [' '.repeat(2_000), 413],
  ] as const) {
    const answer = await ask(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({
      error: expect.stringContaining('expected JSON such as'),
      found: expect.any(String),
    });
  }
});

function spansOf({ resourceSpans }: Received): Span[] {
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

/** An HTTP server that keeps what it gets. */
async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push(JSON.parse(Buffer.concat(chunks).toString()) as Received);
    answer(request, response);
  });
  ends.push(() => server.close());
  return { url: await listening(server), received };
}
