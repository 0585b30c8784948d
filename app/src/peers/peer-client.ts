import { Problem, type FieldError } from '../http/problem.ts';
import { type Role, urlVariable } from '../roles/role.ts';

/** Calls the other roles by name. */
export interface PeerClient {
  /** The JSON answer of `path` on `peer`. A problem of the peer is rethrown with its status; a timeout becomes 504, a failed connection 502. */
  call<T>(peer: Role, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
}

/** What a fault changes about calls: how long an answer may take, ms, and how often a failed call is repeated at once. */
export interface CallLimits {
  timeout?: number;
  retries?: number;
}

/** A client for the peers of `urls`; an answer may take `timeout` ms, unless `limits`, which may change, says otherwise. */
export function createPeerClient(urls: Record<Role, string>, usual = 3000, limits: CallLimits = {}): PeerClient {
  const once = async <T>(peer: Role, path: string, body: unknown, headers: Record<string, string>): Promise<T> => {
    const timeout = limits.timeout ?? usual;
    const base = urls[peer];
    if (base === undefined) throw new Problem(502, `${peer} cannot be reached: ${urlVariable(peer)} is not set.`);
    const response = await request(peer, `${base}${path}`, timeout, body, headers);
    const answer = await json(response, peer, timeout);
    if (response.ok) return answer as T;
    throw passOn(peer, response.status, answer);
  };
  return {
    async call<T>(peer: Role, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
      for (let left = limits.retries ?? 0; ; left--) {
        const answer = await once<T>(peer, path, body, headers).catch((error: unknown) => {
          if (left === 0) throw error;
        });
        if (answer !== undefined) return answer;
      }
    },
  };
}

async function request(
  peer: Role,
  url: string,
  timeout: number,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  const init: RequestInit = { signal: AbortSignal.timeout(timeout), redirect: 'manual', headers };
  if (body !== undefined) {
    Object.assign(init, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
  return fetch(url, init).catch((error: unknown) => {
    throw unreachable(peer, error, timeout);
  });
}

async function json(response: Response, peer: Role, timeout: number): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw unreachable(peer, error, timeout);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(502, `${peer} answered ${response.status} without JSON.`);
  }
}

function unreachable(peer: Role, error: unknown, timeout: number): Problem {
  if (error instanceof Error && error.name === 'TimeoutError')
    return new Problem(504, `${peer} did not answer within ${timeout} ms.`, { cause: error });
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: string }).code ?? (cause instanceof Error ? cause.message : String(cause));
  return new Problem(502, `${peer} cannot be reached: ${code}.`, { cause: error });
}

function passOn(peer: Role, status: number, answer: unknown): Problem {
  const { detail, errors } = (answer ?? {}) as { detail?: string; errors?: FieldError[] };
  if (status < 400) return new Problem(502, `${peer} answered ${status}, expected 2xx.`);
  return new Problem(status, detail ?? `${peer} answered ${status}.`, { errors });
}
