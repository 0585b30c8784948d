import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type Response, Router } from 'express';
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
        ...(form && { body: String(request.body), headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
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
        `${title} does not answer.`,
        `an answer from ${engineUrl} within ${LIMIT / 1000} s`,
        describeError(error),
      );
    }
  });
  return router;
}
