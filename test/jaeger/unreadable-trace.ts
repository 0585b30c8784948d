import { describe, expect, test } from 'vitest';
import { get } from '../../lab/src/backends/http.ts';
import { UnreadableTrace } from '../../lab/src/backends/read-trace.ts';
import { attribute, serverSpan, tracesOf } from '../support/otlp.ts';
import type { TestLab } from '../support/test-lab.ts';
import { postToJaeger } from './post-to-jaeger.ts';

/** Tests what the lab says of traces that Jaeger has and cannot show, on the lab that `lab` returns when they run. */
export function unreadableTraces(lab: () => TestLab): void {
  const jaeger = () => lab().stores.find(({ name }) => name === 'Jaeger')!;
  const range = () => ({ start: Date.now() / 1000 - 60, end: Date.now() / 1000 + 1 });

  describe('traces that Jaeger cannot show', () => {
    test('a trace that Jaeger cannot read is said to be that, and hides no other', async () => {
      // at two spans with one id and no duration Jaeger's handler panics, if it reads them in one of two orders
      const twins = Array.from({ length: 20 }, () => serverSpan('GET /twin')).map((span) => ({
        ...span,
        endTimeUnixNano: span.startTimeUnixNano,
      }));
      const good = serverSpan('GET /good');
      const spans = [good, ...twins.flatMap((span) => [span, span])];
      expect(await postToJaeger(lab(), tracesOf('unreadable', spans))).toBe(200);
      const failures = new Map<string, Error>();
      for (const { traceId } of twins)
        await jaeger()
          .trace(traceId)
          .catch((error: Error) => failures.set(traceId, error));
      const [bad, failure] = [...failures][0]!;
      expect(failure).toBeInstanceOf(UnreadableTrace);
      expect(failure.message).toMatch(/^Jaeger cannot read this trace: /);
      const found = await jaeger().search({ service: 'unreadable', limit: 100, ...range() });
      const ids = [good, ...twins].map(({ traceId }) => traceId);
      expect(found.map(({ traceId }) => traceId).sort()).toEqual(ids.sort());
      expect(await jaeger().dependencies(range())).toBeInstanceOf(Array);
      const answer = await get(`${lab().endpoints.console}/jaeger/api/v3/traces/${bad}?raw_traces=true`);
      expect(answer.status).toBe(500); // the page says that Jaeger cannot read this trace
      const { start, end } = range();
      const [from, to] = [start, end].map((time) => new Date(time * 1_000).toISOString()) as [string, string];
      const query = { 'query.service_name': 'unreadable', 'query.start_time_min': from, 'query.start_time_max': to };
      const control = await get(`${lab().endpoints.jaeger}/api/v3/traces?${new URLSearchParams(query)}`);
      expect(control.status).toBe(500);
    });

    test('a number that JSON has not ends a search of Jaeger’s UI, but none of the lab’s', async () => {
      const spans = ['NaN', 'Infinity', '1'].map((doubleValue) =>
        serverSpan('GET /number', { attributes: [attribute('number', { doubleValue })] }),
      );
      expect(await postToJaeger(lab(), tracesOf('numbers', spans))).toBe(200);
      expect((await get(`${lab().endpoints.jaeger}/api/traces?service=numbers`)).status).toBe(500);
      const found = await jaeger().search({ service: 'numbers', ...range() });
      expect(found.map(({ traceId }) => traceId).sort()).toEqual(spans.map(({ traceId }) => traceId).sort());
      for (const { traceId } of spans) expect(await jaeger().trace(traceId)).toHaveLength(1);
    });

    test('of traces that begin in the same microsecond Jaeger finds one, and reads all', async () => {
      const begin = serverSpan('').startTimeUnixNano;
      const spans = Array.from({ length: 5 }, () => serverSpan('GET /same', { startTimeUnixNano: begin }));
      expect(await postToJaeger(lab(), tracesOf('same', spans))).toBe(200);
      for (const { traceId } of spans) expect(await jaeger().trace(traceId)).toHaveLength(1);
      expect(await jaeger().search({ service: 'same', operation: 'GET /same', ...range() })).toHaveLength(1);
    });
  });
}
