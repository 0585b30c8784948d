import { expect, test } from 'vitest';
import { sumOf } from './exposition.ts';

const text = String.raw`# HELP accepted Spans that came.
# TYPE accepted counter
accepted{receiver="otlp",transport="grpc"} 5
accepted{receiver="otlp",transport="http"} 2
accepted{x_receiver="otlp",receiver="relay"} 100
other{receiver="otlp"} 7
calls{service_name="my \"shop\"",span_name="GET /a} b\\c\nd"} 3 1700000000000
calls{ service_name = "plain" , } 1e1
bare 4
nothing{a="b"} NaN
`;

test('samples are summed over the labels that are not selected', () => {
  expect(sumOf(text, 'accepted', { receiver: 'otlp' })).toBe(7);
  expect(sumOf(text, 'bare')).toBe(4);
  expect(sumOf(text, 'nothing')).toBeNaN();
});

test('a label whose name only has the same ending is not matched', () => {
  expect(sumOf(text, 'accepted', { receiver: 'relay' })).toBe(100);
  expect(sumOf(text, 'accepted', { x_receiver: 'otlp' })).toBe(100);
});

test('braces, quotes, backslashes and new lines in a label value are read as part of the value', () => {
  expect(sumOf(text, 'calls', { service_name: 'my "shop"' })).toBe(3);
  expect(sumOf(text, 'calls', { span_name: 'GET /a} b\\c\nd' })).toBe(3);
  expect(sumOf(text, 'calls')).toBe(13);
});

test('a metric that is missing has no sum', () => {
  expect(sumOf(text, 'absent')).toBeUndefined();
  expect(sumOf(text, 'accepted', { receiver: 'none' })).toBeUndefined();
});
