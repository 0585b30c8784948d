import type { RequestHandler } from 'express';

/** `/error_test`: a fault in our own code, as it would happen by accident. */
export const errorTest: RequestHandler = () => {
  throw new Error('error_test: thrown on purpose');
};
