import type { AnyValue } from '@opentelemetry/api';
import type { ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { sizeOfValue } from './size.ts';

/** Characters of a text, and of all attributes of a line: what every log store takes, and what a person reads. */
const longestText = 16_384;
const largestLine = 49_152;

/** Attribute of a line that was cut: how many characters are missing. */
export const cutKey = 'lab.cut_characters';

/** Cuts long texts (`…`) so that no line holds up those after it, says in `lab.cut_characters` how much is missing, and makes every text well-formed. */
export function fitLine(record: ReadWriteLogRecord): void {
  let missing = 0;
  const fitted = (value: AnyValue, room: number): AnyValue => {
    if (typeof value === 'string') {
      if (value.length > room) missing += value.length - room;
      return (value.length > room ? `${value.slice(0, room)}…` : value).toWellFormed();
    }
    if (typeof value !== 'object' || value === null) return value;
    return sizeOfValue(value) > room ? fitted(JSON.stringify(value), room) : wellFormed(value);
  };
  record.setBody(fitted(record.body as AnyValue, longestText) as never);
  let left = largestLine;
  for (const [key, value] of Object.entries(record.attributes)) {
    const fits = fitted(value as AnyValue, Math.min(longestText, left));
    if (fits !== value) record.setAttribute(key, fits);
    left = Math.max(0, left - sizeOfValue(fits));
  }
  if (missing > 0) record.setAttribute(cutKey, missing);
}

/** A list or map with every text in it well-formed; it is small. */
function wellFormed(value: AnyValue & object): AnyValue {
  return JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'string' ? one.toWellFormed() : one,
  ) as AnyValue;
}
