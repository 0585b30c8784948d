import { createServer } from 'node:http';
import { afterAll, beforeAll, expect } from 'vitest';
import { listening } from '../../lab/src/base/testing.ts';
import { until } from '../../lab/src/base/poll.ts';
import { browserTest, openPage } from '../support/browser.ts';
import { serverSpan, type SentSpan, tracesOf } from '../support/otlp.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';

// One server under two names: the page of the first may send OTLP, that of the second may not.
const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>page'));
let listed: string;
let unlisted: string;
let lab: StartedLab;
beforeAll(async () => {
  listed = await listening(server);
  unlisted = listed.replace('127.0.0.1', 'localhost');
  lab = await startLab({ env: { OTLP_CORS_ORIGINS: `https://other.example,${listed}` } });
});
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]();
  server.close();
});

/** Sends a span from a page of this origin; the answer's status, or the browser's refusal. `no-cors`: without a preflight. */
async function sendFrom(origin: string, span: SentSpan, mode: 'cors' | 'no-cors' = 'cors'): Promise<number | string> {
  await using opened = await openPage(origin);
  await opened.page.goto(origin);
  const type = mode === 'cors' ? 'application/json' : 'text/plain';
  const body = JSON.stringify(tracesOf('a-page', [span]));
  return await opened.page.evaluate(
    ([url, request]) =>
      fetch(url, request).then(
        (response) => response.status,
        (error: Error) => error.message,
      ),
    [`${lab.endpoints.otlpHttp}/v1/traces`, { method: 'POST', mode, headers: { 'content-type': type }, body }] as const,
  );
}

const stored = (span: SentSpan) => lab.stores[0]!.trace(span.traceId);

browserTest(
  'a page of a listed origin sends a span, one of another origin does not, not even without a preflight',
  async () => {
    const spans = [serverSpan('GET /forbidden'), serverSpan('GET /simple'), serverSpan('GET /page')] as const;
    expect(await sendFrom(unlisted, spans[0])).toBe('Failed to fetch');
    await sendFrom(unlisted, spans[1], 'no-cors');
    expect(await sendFrom(listed, spans[2])).toBe(200);
    await until('the span of the listed page is stored', async () => (await stored(spans[2]))[0]);
    expect([await stored(spans[0]), await stored(spans[1])]).toEqual([[], []]);
  },
);
