import type { RequestHandler } from 'express';

/** Answers every request in full: Express turns `If-None-Match: *` into a 304, a status that no route declares. */
export const unconditional: RequestHandler = (req, _res, next) => {
  delete req.headers['if-none-match'];
  delete req.headers['if-modified-since'];
  next();
};
