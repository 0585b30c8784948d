import { sendSpans, serverSpan } from './otlp.ts';
import type { TestLab } from './test-lab.ts';

/** Sends one SERVER span of a custom service to the lab's collector, by OTLP/HTTP. Returns its trace id. */
export async function sendSpan(lab: TestLab, service: string, name: string): Promise<string> {
  const span = serverSpan(name);
  await sendSpans(lab, service, [span]);
  return span.traceId;
}
