import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fixedPart, sizeOfValue } from './size.ts';
import { sizeOf } from './span-size.ts';

/** What a queue and an exporter must know of the items of a signal. */
export interface Signal<Item> {
  /** As the log names it. */
  name: 'traces' | 'logs';
  /** As the semantic conventions for SDK metrics name an item. */
  item: 'span' | 'log';
  /** Roughly the bytes of an item in an OTLP request. */
  sizeOf: (item: Item) => number;
  /** Which item it is, for the log. */
  about: (item: Item) => Record<string, string>;
}

export const traces: Signal<ReadableSpan> = {
  name: 'traces',
  item: 'span',
  sizeOf,
  about: ({ name }) => ({ span: name }),
};

export const logs: Signal<ReadableLogRecord> = {
  name: 'logs',
  item: 'log',
  sizeOf: ({ body, attributes }) => fixedPart + sizeOfValue(body) + sizeOfValue(attributes),
  about: ({ body }) => ({ line: String(body).slice(0, 100) }),
};
