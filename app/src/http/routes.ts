import { Router, type RequestHandler } from 'express';
import { Problem } from './problem.ts';

type Method = 'get' | 'post';
type Handlers = RequestHandler | RequestHandler[];

/** Path → method → handlers. A listed path answers other methods with 405. */
export type Routes = Record<string, Partial<Record<Method, Handlers>>>;

/**
 * A router of `routes`. Paths are literal, so a span's name is exactly what is written there. What `before` makes for a route,
 * such as `GET /chain`, comes before its last handler.
 */
export function routerOf(routes: Routes, before?: (route: string) => RequestHandler): Router {
  const router = Router();
  for (const [path, byMethod] of Object.entries(routes)) {
    const route = router.route(path);
    for (const [method, given] of Object.entries(byMethod)) {
      const handlers = [given as Handlers].flat();
      if (before) handlers.splice(-1, 0, before(`${method.toUpperCase()} ${path}`));
      route[method as Method](handlers);
    }
    route.all(methodNotAllowed(Object.keys(byMethod).map((method) => method.toUpperCase())));
  }
  return router;
}

function methodNotAllowed(allowed: string[]): RequestHandler {
  const allow = allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed;
  return (req) => {
    throw new Problem(405, `${req.method} is not possible here: expected ${allow.join(' or ')}.`, {
      headers: { allow: allow.join(', ') },
    });
  };
}
