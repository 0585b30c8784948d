/** A refusal or failure that the server reports. */
export class Problem extends Error {
  readonly status: number;
  readonly found: string | undefined;
  /** What was expected, and the command that helps, where the server says so. */
  readonly expected: string | undefined;
  readonly next: string | undefined;
  constructor(status: number, title: string, found?: string, more: { expected?: string; next?: string } = {}) {
    super(title);
    this.status = status;
    this.found = found;
    this.expected = more.expected;
    this.next = more.next;
  }
}

/** Requests JSON. Throws a Problem with the server's message, or one that says that no server answers, or no JSON. */
export async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await send(url, init);
  const text = await response.text();
  if (!response.ok) throw problemOf(response.status, text);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Problem(response.status, 'The answer is no JSON.', text.slice(0, 200));
  }
}

/** Posts JSON and calls `onEvent` for each server-sent event of the answer. */
export async function askEvents(
  url: string,
  body: unknown,
  onEvent: (event: string, data: unknown) => void,
  signal?: AbortSignal,
): Promise<void> {
  const response = await send(url, json('POST', body, signal));
  if (!response.ok || !response.body) throw problemOf(response.status, await response.text());
  let rest = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/s.exec(block) ?? [];
      if (event && data) onEvent(event, JSON.parse(data));
    }
  }
}

/** A request with a JSON body. */
export function json(method: 'POST' | 'DELETE', body: unknown, signal?: AbortSignal): RequestInit {
  return {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  };
}

async function send(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new Problem(0, 'The console’s server does not answer.', 'Is the lab up? npm run status, npm start');
  }
}

function problemOf(status: number, text: string): Problem {
  try {
    const { title, found, error, ...more } = JSON.parse(text) as {
      title?: unknown;
      found?: string;
      error?: unknown;
      expected?: string;
      next?: string;
    };
    const words = [title, error].find((one) => typeof one === 'string');
    if (words !== undefined) return new Problem(status, words, found, more);
  } catch {
    // an engine's own words
  }
  return new Problem(status, `status ${status}`, text.slice(0, 200));
}
