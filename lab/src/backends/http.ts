import { describeError } from '../base/poll.ts';

/** Tempo answers only requests with this header, which no web page of another site can send; other engines ignore it. */
export const tenantHeader = { 'X-Scope-OrgID': 'single-tenant' } as const;

/** How long a request of the tool may take, ms. */
const LIMIT = 10_000;

/** GET with a time limit. The body is read by the caller; redirects are not followed. */
export function get(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(tenantHeader)) headers.set(name, value);
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(LIMIT), ...init, headers });
}

/** Asks an engine for JSON. Fails with an EngineError that names the engine and quotes its answer. */
export async function getJson<T>(engine: string, url: string, init: RequestInit = {}): Promise<T> {
  const text = await getText(engine, url, init);
  return parsed<T>(engine, url, text);
}

/** Asks an engine for JSON values, one on each line. Fails as `getJson` does. */
export async function getJsonLines<T>(engine: string, url: string, init: RequestInit = {}): Promise<T[]> {
  const text = await getText(engine, url, init);
  return text.split('\n').flatMap((line) => (line ? [parsed<T>(engine, url, line)] : []));
}

async function getText(engine: string, url: string, init: RequestInit): Promise<string> {
  let response: Response;
  let text: string;
  try {
    response = await get(url, init);
    text = await response.text();
  } catch (error) {
    throw new EngineError(engine, url, describeError(error));
  }
  if (!response.ok)
    throw new EngineError(engine, url, `status ${response.status}: ${text.slice(0, 300).trim()}`, response.status);
  return text;
}

function parsed<T>(engine: string, url: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new EngineError(engine, url, `no JSON but: ${text.slice(0, 100)}`, 200);
  }
}

/** Sends JSON to an engine and returns the JSON of its answer. Fails as `getJson` does. */
export function sendJson<T>(
  engine: string,
  url: string,
  method: 'POST' | 'PUT' | 'PATCH',
  body: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return getJson(engine, url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** An engine that does not answer, or gives an unexpected answer. */
export class EngineError extends Error {
  readonly engine: string;
  readonly status: number | undefined;
  constructor(engine: string, url: string, found: string, status?: number) {
    super(`${engine} at ${new URL(url).origin}: ${found}`);
    this.name = 'EngineError';
    this.engine = engine;
    this.status = status;
  }
}
