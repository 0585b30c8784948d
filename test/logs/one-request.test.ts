import { expect, test } from 'vitest';
import { newRun, send } from '../../lab/src/check/request.ts';
import { scenario } from '../../lab/src/parts/scenarios.ts';
import { accessLines, expectEachLineOnce, linesOf } from '../support/log-lines.ts';
import { logStoreOfRun } from '../support/log-store-of-run.ts';
import { newTraceId } from '../support/otlp.ts';
import { steadyLoad } from '../support/steady-load.ts';

const { lab, store } = await logStoreOfRun();
const chain = scenario('GET /chain');

test('a request leaves one access line in each service, with the ids of its spans', async () => {
  const { traceId } = await send(chain, lab.endpoints, newRun());
  const lines = await linesOf(store, traceId, 3);
  const spans = await lab.stores[0]!.trace(traceId);
  const servers = spans.filter(({ kind }) => kind === 'server').map(({ service, spanId }) => `${service} ${spanId}`);
  expect(lines.map(({ service, spanId }) => `${service} ${spanId}`).sort()).toEqual(servers.sort());
  for (const line of lines)
    expect(line).toMatchObject({
      text: 'request',
      severity: 'info',
      traceId,
      attributes: { method: 'GET', route: '/chain', status: '200', duration_ms: expect.stringMatching(/^[\d.]+$/) },
    });
});

test('a line is found by its trace id at most 2 s after the request: p95 of 20', async () => {
  const waits: number[] = [];
  for (let i = 0; i < 20; i++) {
    const { traceId } = await send(chain, lab.endpoints, newRun());
    const answered = performance.now();
    expect((await linesOf(store, traceId, 3)).length).toBe(3);
    waits.push(performance.now() - answered);
  }
  waits.sort((a, b) => a - b);
  console.log(`found after ${waits.map(Math.round).join(', ')} ms`);
  expect(waits[18]).toBeLessThan(2_000);
});

test('1,000 requests: every access line is found by its trace id, none twice', async () => {
  const { run, sent } = await steadyLoad(lab.endpoints, { perSecond: 100, seconds: 10 });
  expect(sent.length).toBeGreaterThanOrEqual(990);
  await expectEachLineOnce(store, run, sent);
  const { due } = await accessLines(store, run, sent);
  expect(due).toBeGreaterThan(sent.length); // some requests go through two or three services
  const stranger = { ...sent[0]!, traceId: newTraceId() };
  expect(await accessLines(store, run, [...sent, stranger])).toMatchObject({
    missing: stranger.scenario.due(200).length,
  });
});

test('nothing that a sender keeps secret is in a line of any service', async () => {
  const canary = 'canary-91d0';
  const traceIds = await Promise.all(
    ['gateway', 'orders', 'stock'].map(async (service) => {
      const traceId = newTraceId();
      const url = `${lab.endpoints[service as 'gateway']}/chain?token=${canary}&password=${canary}`;
      const headers = {
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
        authorization: `Bearer ${canary}`,
        cookie: `session=${canary}`,
        'x-api-key': canary,
      };
      await (await fetch(url, { headers })).arrayBuffer();
      return traceId;
    }),
  );
  for (const traceId of traceIds) {
    const lines = await linesOf(store, traceId, 1);
    expect(lines.map(({ text }) => text)).toContain('request');
    expect(JSON.stringify(lines.map((line) => ({ ...line, time: '' })))).not.toContain(canary);
  }
});
