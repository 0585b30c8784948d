import type { RequestHandler } from 'express';
import { Problem } from '../http/problem.ts';

const statuses = [200, 200, 300, 400, 500] as const;

/** `/random_status`: 200 twice as often as 300, 400 or 500. The 300 has no Location, so that no client follows it. */
export const randomStatus: RequestHandler = (_req, res) => {
  const status = statuses[Math.floor(Math.random() * statuses.length)] ?? 200;
  if (status >= 400) throw new Problem(status, `${status} was drawn.`);
  res.status(status).json({ status });
};
