import { pbkdf2Sync } from 'node:crypto';
import type { RequestHandler } from 'express';

/** Rounds of SHA-256: some 20–50 ms on a machine of 2026, during which the event loop is blocked. */
const rounds = 60_000;

/** `/cpu_task`: a fixed amount of work on the main thread. */
export const cpuTask: RequestHandler = (_req, res) => {
  const started = performance.now();
  const result = pbkdf2Sync('span', 'metrics', rounds, 16, 'sha256').toString('hex');
  res.json({ result, took_ms: Math.round(performance.now() - started) });
};
