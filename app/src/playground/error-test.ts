import type { RequestHandler } from 'express';

/** `/error_test`: an uncaught error, as a bug would throw it. */
export const errorTest: RequestHandler = () => {
  throw new Error('error_test: thrown on purpose');
};
