import type { RequestHandler } from 'express';
import type { Logger } from '../logger.ts';

const silent = new Set(['/healthz', '/readyz']);

/** One line per request, when its answer was sent (or its client disconnected). Duration in ms. Health checks are not logged. */
export function requestLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    if (silent.has(req.path)) return next();
    const started = performance.now();
    const { method } = req;
    res.once('close', () => {
      const line = {
        method,
        route: (req.route as { path?: string } | undefined)?.path ?? null,
        status: res.statusCode,
        duration_ms: Math.round((performance.now() - started) * 10) / 10,
      };
      if (res.writableFinished) logger.info(line, 'request');
      else logger.warn({ ...line, aborted: true }, 'request');
    });
    next();
  };
}
