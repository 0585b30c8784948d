/** The parts of an answer that tests compare. */
export interface Answer {
  status: number;
  type: string | null;
  headers: Headers;
  body: any;
}

/** GET, or POST of `body` as JSON. Does not follow redirects. */
export async function request(url: string, body?: unknown, init: RequestInit = {}): Promise<Answer> {
  const post =
    body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, { redirect: 'manual', ...post, ...init });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type')?.split(';')[0] ?? null,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  };
}
