import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { expect, test } from 'vitest';
import { spans } from '../testing/spans.ts';
import { groupsOf } from './size.ts';
import { sizeOf } from './span-size.ts';

test.each([0, 100, 14_000])(
  'the size of a span with %i characters is that of its encoding, within 200 bytes',
  (characters) => {
    const batch = spans(100, characters);
    const encoded = ProtobufTraceSerializer.serializeRequest(batch)!.length;
    expect(Math.abs(sizeOf(batch[0]!) - encoded / 100)).toBeLessThan(200);
  },
);

test('what instrumentations add counts: events, nested values, bytes', () => {
  const [plain, full] = spans(2).map((span) => ({ ...span, attributes: { ...span.attributes } }));
  Object.assign(full!.attributes, {
    list: ['a'.repeat(1_000), { deep: 'b'.repeat(1_000) }],
    bytes: Buffer.alloc(1_000),
  });
  Object.assign(full!, { events: [{ name: 'exception', time: [0, 0], attributes: { stack: 'c'.repeat(1_000) } }] });
  expect(sizeOf(full!) - sizeOf(plain!)).toBeGreaterThan(4_000);
});

test('groups keep the order and the limit; a span that is larger has a group of its own', () => {
  const large = spans(1, 5_000)[0]!;
  const groups = groupsOf([...spans(3, 800), large, ...spans(2, 800)], sizeOf, 2_200);
  expect(groups.map((group) => group.length)).toEqual([2, 1, 1, 2]);
  expect(groups[2]).toEqual([large]);
  expect(groupsOf([], sizeOf, 2_200)).toEqual([]);
});
