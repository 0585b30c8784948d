import { expect, test } from 'vitest';
import type { StoredSpan } from '../../../../backends/trace-store.ts';
import { traceLines, unfolded } from './trace-lines.ts';

const EPOCH = 1_764_000_000_000_000_000n;

/** A span from `begins` to `ends`, in ms after this test's epoch. */
function span(spanId: string, parentSpanId: string, from: number, to: number): StoredSpan {
  const at = (ms: number) => EPOCH + BigInt(ms * 1e6);
  return {
    traceId: '0123456789abcdef0123456789abcdef',
    spanId,
    parentSpanId,
    name: spanId,
    service: 'gateway',
    kind: 'server',
    status: 'unset',
    statusMessage: '',
    start: at(from),
    end: at(to),
    attributes: {},
    events: [],
    links: [],
    resource: {},
  };
}

const drawn = (spans: StoredSpan[]) =>
  traceLines(spans).map(({ span: { spanId }, depth, begins, took }) => [spanId, depth, begins, took]);

test('children are listed below their parent in the order of time, independent of the order of the answer', () => {
  const spans = [span('d', 'b', 5, 6), span('c', 'a', 7, 9), span('b', 'a', 2.5, 6), span('a', 'sender', 1, 10)];
  expect(drawn(spans)).toEqual([
    ['a', 0, 0, 9],
    ['b', 1, 1.5, 3.5],
    ['d', 2, 4, 1],
    ['c', 1, 6, 2],
  ]);
});

test('every span has exactly one line, even without its parent or in a cycle', () => {
  expect(drawn([span('a', '', 0, 9), span('b', 'lost', 1, 2), span('c', 'd', 3, 4), span('d', 'c', 4, 5)])).toEqual([
    ['a', 0, 0, 9],
    ['b', 0, 1, 1],
    ['c', 0, 3, 1],
    ['d', 1, 4, 1],
  ]);
});

test('a folded span hides the spans below it and no others', () => {
  const lines = traceLines([span('a', '', 0, 9), span('b', 'a', 1, 5), span('c', 'b', 2, 3), span('d', 'a', 6, 7)]);
  const shown = (...folded: string[]) => unfolded(lines, new Set(folded)).map((line) => line.span.spanId);
  expect(shown()).toEqual(['a', 'b', 'c', 'd']);
  expect(shown('b')).toEqual(['a', 'b', 'd']);
  expect(shown('a', 'b')).toEqual(['a']);
});
