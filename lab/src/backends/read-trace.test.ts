import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { listening } from '../base/testing.ts';
import { EngineError } from './http.ts';
import { readTrace, spansOrNone, UnreadableTrace } from './read-trace.ts';

let end: (() => void) | undefined;
afterEach(() => end?.());

/** A store that answers `/simple` as `alive` says, and `/trace` by this listener. */
async function store(trace: RequestListener, alive = 200): Promise<string> {
  const server = createServer((request, response) =>
    request.url === '/simple' ? response.writeHead(alive).end() : trace(request, response),
  );
  end = () => server.close();
  return listening(server);
}

const read = (url: string) => readTrace('Tempo', url, '/trace', '/simple');

test.each<[string, RequestListener]>([
  ['closes the connection', (request) => request.socket.destroy()],
  ['answers 500', (_, response) => response.writeHead(500).end('panic')],
])('a store that %s at a trace and answers otherwise cannot read the trace', async (_, trace) => {
  const reading = read(await store(trace));
  await expect(reading).rejects.toThrow(UnreadableTrace);
  await expect(reading).rejects.toThrow(/^Tempo cannot read this trace: Tempo at /);
});

test('a store that answers nothing else either is not ready, whatever it says of the trace', async () => {
  const url = await store((_, response) => response.writeHead(500).end('starting'), 503);
  await expect(read(url)).rejects.toThrow(EngineError);
});

test('a store that does not know a trace has none', async () => {
  expect(await read(await store((_, response) => response.writeHead(404).end()))).toBeUndefined();
});

test('beside other traces an unreadable one has no spans, and another failure stays one', async () => {
  expect(await spansOrNone(Promise.reject(new UnreadableTrace('Tempo', 'closed')))).toEqual([]);
  await expect(spansOrNone(Promise.reject(new Error('down')))).rejects.toThrow('down');
});
