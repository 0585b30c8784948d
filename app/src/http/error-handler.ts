import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from '../logger.ts';
import { Problem, sendProblem } from './problem.ts';

/** Answers requests that no route handled. */
export const notFound: RequestHandler = (req) => {
  throw new Problem(404, `No route for ${req.method} ${req.path}.`);
};

/**
 * Turns any error of a handler into a problem. Stacks go to the log, never into the answer: of our own bugs, and of what failed
 * here. What a peer answered is in the peer's log.
 */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error, _req, res, next) => {
    const problem = toProblem(error);
    const failedHere = !(error instanceof Problem) || error.cause !== undefined;
    if (problem.status >= 500 && failedHere) logger.error({ err: error }, 'request failed');
    if (res.headersSent) return next(error);
    sendProblem(res, problem);
  };
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isHttpError(error)) return new Problem(error.status, describe(error));
  return new Problem(500, 'The service failed; its log has the error under the trace id of this request.');
}

interface HttpError {
  status: number;
  type?: string;
  message: string;
}

/** Errors of Express and its body parser that are the client's fault; `expose` says the message may be shown. */
function isHttpError(error: unknown): error is HttpError {
  const e = error as Partial<HttpError & { expose: boolean }>;
  return (
    error instanceof Error && typeof e.status === 'number' && e.status >= 400 && e.status < 500 && e.expose !== false
  );
}

function describe(error: HttpError): string {
  if (error.type === 'entity.parse.failed') return `The body is not valid JSON: ${error.message}`;
  if (error.type === 'entity.too.large') return 'The body is larger than the 100 kB that are accepted.';
  return error.message;
}
