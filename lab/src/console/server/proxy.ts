import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type Response, Router } from 'express';
import { tenantHeader } from '../../backends/http.ts';
import { describeError } from '../../base/poll.ts';
import { type AllowedCall, isAllowed } from './allow-list.ts';
import { refuse } from './refuse.ts';

/** How long an engine may take, ms. */
const LIMIT = 20_000;
/** Bytes of a query string or form: the longest panel query is under 2 kB. */
const MOST = 32_768;

/** Passes read-only calls on to an engine. Request headers are not forwarded; of the engine's headers only the content type is returned. */
export function proxy(title: string, engineUrl: string, calls: readonly AllowedCall[]): Router {
  const router = Router();
  router.use(express.text({ type: () => true, limit: MOST }));
  router.use(async (request: Request, response: Response) => {
    const [path = '', search = ''] = request.url.split(/\?(.*)/s);
    const verdict = isAllowed(calls, request.method, path);
    if (verdict === 'path')
      return refuse(response, 404, `This path of ${title} is not served.`, 'a path that the page needs', path);
    if (verdict === 'method')
      return refuse(
        response,
        405,
        `Only read-only calls to ${title} are served.`,
        'GET, or POST of a query',
        request.method,
      );
    if (search.length > MOST)
      return refuse(response, 414, 'The query is too long.', `at most ${MOST} bytes`, `${search.length}`);
    const form = request.method === 'POST';
    if (form && !request.is('application/x-www-form-urlencoded')) {
      return refuse(
        response,
        415,
        'A query is posted as a form.',
        'application/x-www-form-urlencoded',
        request.headers['content-type'] ?? 'no type',
      );
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const answer = await fetch(`${engineUrl}${path}${search ? `?${search}` : ''}`, {
        method: request.method,
        redirect: 'error',
        signal: AbortSignal.any([gone.signal, AbortSignal.timeout(LIMIT)]),
        headers: { ...tenantHeader, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
        ...(form && { body: String(request.body) }),
      });
      response.status(answer.status).set('Cache-Control', 'no-store');
      response.type(
        answer.headers.get('content-type')?.startsWith('application/json') ? 'application/json' : 'text/plain',
      );
      if (answer.body) await pipeline(Readable.fromWeb(answer.body), response);
      else response.end();
    } catch (error) {
      if (gone.signal.aborted) return;
      if (response.headersSent) return void response.destroy();
      refuse(
        response,
        502,
        (await answersAtAll(engineUrl)) ? `${title} cannot ${asked(path)}.` : `${title} does not answer.`,
        `an answer from ${engineUrl} within ${LIMIT / 1000} s`,
        describeError(error),
      );
    }
  });
  return router;
}

/** What was wanted of an engine that answers other requests. */
const asked = (path: string) => (/\/traces\/[0-9a-f]+$/.test(path) ? 'read this trace' : 'answer this request');

/** Whether an engine gives any answer within a second, an error too. */
const answersAtAll = (engineUrl: string) =>
  fetch(engineUrl, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  );
