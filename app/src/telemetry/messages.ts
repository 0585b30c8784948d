/** The interface between the consumers of messages and the telemetry, so that neither imports the other: no OpenTelemetry here. */

/** A message, as far as its span describes it. */
export interface ReceivedMessage {
  topic: string;
  partition: number;
  offset: bigint;
  key: string | undefined;
  headers: ReadonlyMap<string, string>;
  group: string;
}

/** What the telemetry does around messages. */
export interface MessageTracing {
  process<T>(message: ReceivedMessage, handle: () => Promise<T>): Promise<T>;
  context(): Record<string, string>;
  sent(): Promise<void>;
}

let tracing: MessageTracing | undefined;

/** Called by the preload: registers how to trace messages. */
export function onMessages(registered: MessageTracing): void {
  tracing = registered;
}

/** Calls `handle` as the processing of `message`; without telemetry just so. */
export async function processMessage<T>(message: ReceivedMessage, handle: () => Promise<T>): Promise<T> {
  return tracing ? tracing.process(message, handle) : handle();
}

/** Headers that carry the trace of this moment; none without telemetry. */
export function carriedContext(): Record<string, string> {
  return tracing?.context() ?? {};
}

/** Resolves when the spans that have ended until now have left this process, so that a kill does not take them along. */
export async function spansSent(): Promise<void> {
  await tracing?.sent();
}
