import { Problem } from './problem.ts';
import type { Routes } from './routes.ts';

/** `/healthz`: the process is alive. `/readyz`: it accepts requests; 503 while it shuts down. Neither makes a span nor a log line. */
export function healthRoutes(isReady: () => boolean): Routes {
  return {
    '/healthz': { get: (_req, res) => void res.json({ status: 'ok' }) },
    '/readyz': {
      get: (_req, res) => {
        if (!isReady()) throw new Problem(503, 'The service is shutting down.');
        res.json({ status: 'ready' });
      },
    },
  };
}
