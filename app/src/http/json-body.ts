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

/** A browser states the page's origin with every POST; services send none. Stops DNS rebinding, where the page may send JSON. */
const refusePages: RequestHandler = (req, _res, next) => {
  if (req.get('origin') !== undefined)
    throw new Problem(403, 'Requests of web pages that change something are refused.');
  next();
};

/** Reads a JSON body of at most 100 kB that no web page sent. Goes on the route, not on the app: an answer for a bad body then carries the route's name. */
export const jsonBody: RequestHandler[] = [refusePages, requireJson, express.json({ limit: '100kb' })];
