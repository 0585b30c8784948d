import { join } from 'node:path';
import express, { Router } from 'express';

/** The built page: files under /assets are cached for ever, every view's address gets the same document. */
export function page(folder: string): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      immutable: true,
      maxAge: '365d',
      index: false,
      fallthrough: false,
      redirect: false,
    }),
  );
  router.get(
    /^\/(start|service|traces(\/[0-9a-f]+)?|logs|monitor|your-service|shop(\/[a-z-]+)?|alerts(\/\w+)?|objectives|machine|faults(\/[a-z-]+)?|learn(\/[a-z-]+)?)?$/,
    (_request, response) => {
      response.set('Cache-Control', 'no-store').sendFile('index.html', { root: folder, cacheControl: false });
    },
  );
  return router;
}
