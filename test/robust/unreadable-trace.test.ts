import { expect, test } from 'vitest';
import { EngineError, tenantHeader } from '../../lab/src/backends/http.ts';
import { UnreadableTrace } from '../../lab/src/backends/read-trace.ts';
import { Tempo } from '../../lab/src/backends/tempo.ts';
import { until } from '../../lab/src/base/poll.ts';
import { newTraceId, postTo, serverSpan, tracesOf } from '../support/otlp.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const tempo = new Tempo(lab.endpoints.tempo!);
const SERVICE = 'unreadable';

/** Stores spans past the collector, which would leave out bad ones. */
async function storeSpans(spans: Parameters<typeof tracesOf>[1]): Promise<void> {
  const url = `http://127.0.0.1:${lab.env.TEMPO_OTLP_PORT}/v1/traces`;
  expect((await postTo(url, tracesOf(SERVICE, spans), tenantHeader)).status).toBe(200);
}

const failureOf = (reading: Promise<unknown>) =>
  reading.then(
    () => undefined,
    (error: unknown) => error as Error,
  );

test('a trace that Tempo cannot read is said to be that, and hides no other', async () => {
  const start = Date.now() / 1000 - 60;
  const bad = newTraceId();
  const good = newTraceId();
  await storeSpans([
    serverSpan('GET /bad', { traceId: bad, spanId: '0'.repeat(16) }),
    serverSpan('GET /good', { traceId: good }),
  ]);

  const found = await until('the search shows both', async () => {
    const traces = await tempo.search({ service: SERVICE, start, end: Date.now() / 1000 + 1 });
    const ids = traces.map((trace) => trace.traceId);
    return ids.includes(bad) && ids.includes(good) ? traces : undefined;
  });
  expect(found.find((trace) => trace.traceId === good)?.rootName).toBe('GET /good');

  const failure = await failureOf(tempo.trace(bad));
  expect(failure).toBeInstanceOf(UnreadableTrace);
  expect(failure!.message).toMatch(/^Tempo cannot read this trace: /);
  expect(await tempo.trace(good)).toHaveLength(1);
  expect(await tempo.dependencies({ start, end: Date.now() / 1000 })).toBeInstanceOf(Array);

  const answer = await fetch(`${lab.endpoints.console}/tempo/api/v2/traces/${bad}`);
  expect(answer.status).toBe(502);
  expect(await answer.json()).toMatchObject({ title: 'Tempo cannot read this trace.' });
});

test('a Tempo that does not answer is not blamed on the trace', async () => {
  const nobody = new Tempo('http://127.0.0.1:1');
  const failure = await failureOf(nobody.trace(newTraceId()));
  expect(failure).toBeInstanceOf(EngineError);
});
