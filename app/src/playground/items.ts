import type { RequestHandler } from 'express';
import { z } from 'zod';
import { parseInput } from '../http/parse-input.ts';

const expectation = 'a whole number from 0 to 9007199254740991';
const params = z.object({
  id: z
    .string()
    .refine((text) => /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)), { error: expectation })
    .transform(Number),
});

/** `/items/:id`: many URLs, one span name. */
export const item: RequestHandler = (req, res) => {
  res.json({ id: parseInput(params, req.params).id });
};
