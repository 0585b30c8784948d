import { get } from '../backends/http.ts';
import type { Endpoints } from '../parts/parts.ts';

/** Where a person looks at a span: the console if it answers, else Jaeger's page, else what Tempo answers. */
export async function tracePage(endpoints: Endpoints): Promise<(traceId: string, spanId: string) => string> {
  const { console, jaeger, tempo } = endpoints;
  if (console && (await answers(`${console}/healthz`)))
    return (traceId, spanId) => `${console}/traces/${traceId}?span=${spanId}`;
  if (jaeger) return (traceId, spanId) => `${jaeger}/trace/${traceId}?uiFind=${spanId}`;
  return (traceId) => `${tempo}/api/v2/traces/${traceId}`;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await get(url, { signal: AbortSignal.timeout(1_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
