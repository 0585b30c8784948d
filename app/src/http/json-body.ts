import express, { type RequestHandler } from 'express';
import { Problem } from './problem.ts';

const requireJson: RequestHandler = (req, _res, next) => {
  const empty = req.get('transfer-encoding') === undefined && (req.get('content-length') ?? '0') === '0';
  if (!empty && req.is('application/json') === false) {
    throw new Problem(
      415,
      `Content-Type: expected application/json, found ${JSON.stringify(req.get('content-type') ?? null)}.`,
    );
  }
  next();
};

/** Reads a JSON body of at most 100 kB. Goes on the route, not on the app: an answer for a bad body then carries the route's name. */
export const jsonBody: RequestHandler[] = [requireJson, express.json({ limit: '100kb' })];
