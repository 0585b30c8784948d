import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { parseInput } from '../http/parse-input.ts';

const longest = 5000;
const query = z.object({
  max: z
    .string({ error: `a whole number from 0 to ${longest} (ms), once` })
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) <= longest, {
      error: `a whole number from 0 to ${longest} (ms)`,
    })
    .transform(Number)
    .default(longest),
});

/** `/io_task`: one second of waiting, as for a slow disk or a slow service. */
export const ioTask: RequestHandler = async (_req, res) => {
  await sleep(1000);
  res.json({ waited_ms: 1000 });
};

/** `/random_sleep?max=ms`: waits 0 to `max` (5000) ms, for a spread of latencies. */
export const randomSleep: RequestHandler = async (req, res) => {
  const waited = Math.round(Math.random() * parseInput(query, req.query).max);
  await sleep(waited);
  res.json({ waited_ms: waited });
};
