import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { describeError } from '../base/poll.ts';
import type { Generator } from './generator.ts';
import { services } from './service-map.ts';

const burst = z.strictObject({
  run: z.string().regex(/^[a-z0-9-]{1,32}$/),
  traces: z.number().int().min(1).max(1_000),
});

const BURST = 'expected JSON such as {"run": "r-1", "traces": 10}, with 1 to 1,000 traces';

/** The generator's HTTP interface: `GET /`, `/readyz`, `/sent`, and `POST /burst` as JSON. */
export function createGeneratorApp(generator: Generator): Express {
  const app = express().disable('x-powered-by');
  app.use((request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    if (request.headers.origin === undefined) return next();
    response.status(403).json({ error: 'Requests of web pages are not served.' });
  });
  app.get('/', (_request, response) => {
    response.json({ what: 'sends spans of a made-up shop with known durations and counts', services, see: ['/sent'] });
  });
  app.get('/readyz', (_request, response) => void response.json({ ready: true }));
  app.get('/sent', (_request, response) => void response.json(generator.sent()));
  app.post('/burst', express.json({ limit: '1kb' }), async (request, response) => {
    const asked = burst.safeParse(request.body);
    if (!asked.success) return void response.status(400).json({ error: BURST, found: z.prettifyError(asked.error) });
    try {
      response.json(await generator.burst(asked.data.run, asked.data.traces));
    } catch (error) {
      response.status(502).json({ error: `The collector did not take the spans: ${describeError(error)}` });
    }
  });
  app.use(refuseBody);
  return app;
}

/** Answers a body that is no JSON, or too large, as one of wrong content; Express would show its stack. */
function refuseBody(error: Error & { status?: number }, _request: Request, response: Response, _next: NextFunction) {
  response.status(error.status ?? 500).json({ error: BURST, found: error.message });
}
