import { Problem } from './problem.ts';
import type { Routes } from './routes.ts';

/** `/healthz`: the process is alive. `/readyz`: it works; 503 while something is missing or it shuts down. Neither makes a span nor a log line. */
export function healthRoutes(isReady: () => boolean, missing: () => string[] = () => []): Routes {
  return {
    '/healthz': { get: (_req, res) => void res.json({ status: 'ok' }) },
    '/readyz': {
      get: (_req, res) => {
        if (!isReady()) throw new Problem(503, 'The service is shutting down.');
        const awaited = missing();
        if (awaited.length > 0) throw new Problem(503, `The service waits for ${awaited.join(', ')}.`);
        res.json({ status: 'ready' });
      },
    },
  };
}
