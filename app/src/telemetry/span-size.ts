import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fixedPart, sizeOfValue } from './size.ts';

/**
 * Roughly what a span takes in an OTLP request, in bytes: characters count as one each, so a text outside of ASCII takes
 * up to three times as much. Cheap enough for each span of a busy service, unlike its encoding.
 */
export function sizeOf({ name, attributes, events, status }: ReadableSpan): number {
  let size = fixedPart + sizeOfValue(name) + sizeOfValue(status.message) + sizeOfValue(attributes);
  for (const event of events) size += fixedPart + sizeOfValue(event.name) + sizeOfValue(event.attributes);
  return size;
}
