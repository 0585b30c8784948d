import type { OutgoingMessage } from './producer.ts';
import { deadTopic } from './topics.ts';

/** A message as it was received. */
export interface Letter {
  topic: string;
  key: string | undefined;
  value: string | undefined;
  headers: ReadonlyMap<string, string>;
}

/** The message for the dead letters' topic: the same, and in its headers why, after how many tries, and the `context` of the last one. */
export function deadLetter(
  { topic, key, value, headers }: Letter,
  error: Error,
  tries: number,
  context: Record<string, string>,
): OutgoingMessage {
  return {
    topic: deadTopic(topic),
    key: key ?? '',
    value: value ?? '',
    headers: { ...Object.fromEntries(headers), ...context, error: error.message.slice(0, 500), tries: String(tries) },
  };
}
