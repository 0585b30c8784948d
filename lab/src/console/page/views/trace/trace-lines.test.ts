import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredSpan } from '../../../../backends/trace-store.ts';
import { odditiesOf } from './oddities.ts';
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

/** Spans whose ids and parents come from few, so that ids repeat and parents form circles, at any times. */
const anySpans = fc.array(
  fc.tuple(
    fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f'),
    fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f', 'lost'),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  ),
  { minLength: 1, maxLength: 40 },
);

test('any set of spans is drawn: each span once, under keys that differ, within the time of the trace', () => {
  fc.assert(
    fc.property(anySpans, (ids) => {
      const spans = ids.map(([id, parent, start, end]) => ({ ...span(id, parent, 0, 0), start, end }));
      const lines = traceLines(spans);
      expect(new Set(lines.map((line) => line.span))).toEqual(new Set(spans));
      expect(lines).toHaveLength(spans.length);
      expect(new Set(lines.map((line) => line.key)).size).toBe(spans.length);
      for (const [i, { depth, begins, took, hasChildren }] of lines.entries()) {
        expect(depth).toBeLessThanOrEqual((lines[i - 1]?.depth ?? -1) + 1);
        expect([begins >= 0, took >= 0, Number.isFinite(begins + took)]).toEqual([true, true, true]);
        expect(hasChildren).toBe((lines[i + 1]?.depth ?? 0) > depth);
      }
      expect(odditiesOf(lines).every((oddity) => oddity.length < 120)).toBe(true);
    }),
    { seed: 12, numRuns: 2_000 },
  );
});

test('10,000 spans are laid out within seconds, below each other or beside each other', () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => span(`s${i}`, i === 0 ? '' : `s${i - 1}`, i, 20_000));
  const wide = chain.map((one, i) => ({ ...one, parentSpanId: i === 0 ? '' : 's0' }));
  const began = performance.now();
  expect(traceLines(chain).at(-1)?.depth).toBe(9_999);
  expect(traceLines(wide).at(-1)?.depth).toBe(1);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test.each<[string, StoredSpan[], string[]]>([
  ['an ordinary trace', [span('a', 'sender', 0, 9), span('b', 'a', 1, 2)], []],
  [
    'several roots',
    [span('a', '', 0, 9), span('b', 'lost', 1, 2)],
    ['2 spans without a parent in this trace: each begins a tree'],
  ],
  [
    'a span that is its own parent',
    [span('a', 'a', 0, 9), span('b', 'a', 1, 2)],
    ['1 span below itself: parents in a circle, which is drawn from here'],
  ],
  [
    'an id twice',
    [span('a', '', 0, 9), span('b', 'a', 1, 2), span('b', 'a', 3, 4)],
    ['1 span with the id of another span'],
  ],
  [
    'no start time',
    [span('a', '', 0, 9), { ...span('b', 'a', 0, 9), start: 0n }],
    ['1 span without a start time, drawn where the trace begins'],
  ],
  [
    'no end time',
    [span('a', '', 0, 9), { ...span('b', 'a', 1, 9), end: 0n }],
    ['1 span without an end time, drawn as a point'],
  ],
  [
    'an end before the start',
    [span('a', '', 0, 9), span('b', 'a', 4, 3)],
    ['1 span with an end before its start, drawn as a point'],
  ],
  [
    'a child before its parent',
    [span('a', '', 1, 9), span('b', 'a', 0, 3)],
    ['1 span that began before its parent: their clocks may differ'],
  ],
  [
    'a time far off',
    [span('a', '', 0, 9), span('b', 'a', 1, 1e8)],
    ['More than a day between the first start and the last end: a clock may be wrong'],
  ],
])('what is unusual is said in words: %s', (_what, spans, said) => {
  expect(odditiesOf(traceLines(spans))).toEqual(said);
});

test('a folded span hides the spans below it and no others', () => {
  const lines = traceLines([span('a', '', 0, 9), span('b', 'a', 1, 5), span('c', 'b', 2, 3), span('d', 'a', 6, 7)]);
  const shown = (...folded: string[]) => unfolded(lines, new Set(folded)).map((line) => line.span.spanId);
  expect(shown()).toEqual(['a', 'b', 'c', 'd']);
  expect(shown('b')).toEqual(['a', 'b', 'd']);
  expect(shown('a', 'b')).toEqual(['a']);
});
