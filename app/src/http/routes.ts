import { Router, type RequestHandler } from 'express';
import { Problem } from './problem.ts';

type Method = 'get' | 'post';
type Handlers = RequestHandler | RequestHandler[];

/** Path → method → handlers. A listed path answers other methods with 405. */
export type Routes = Record<string, Partial<Record<Method, Handlers>>>;

/** A router of `routes`. Paths are literal, so a span's name is exactly what is written there. */
export function routerOf(routes: Routes): Router {
  const router = Router();
  for (const [path, byMethod] of Object.entries(routes)) {
    const route = router.route(path);
    for (const [method, handlers] of Object.entries(byMethod)) route[method as Method](handlers as RequestHandler[]);
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
