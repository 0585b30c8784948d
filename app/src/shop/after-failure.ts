import { Problem } from '../http/problem.ts';
import { backOff } from './back-off.ts';

/** A message that nobody will ever be able to handle. */
export class Unhandleable extends Error {
  override name = 'Unhandleable';
}

/** How often a message that a service fails at (500) is tried. */
const mostTries = 5;

/** Statuses that say that another time may do. */
const temporary = new Set([408, 429, 502, 503, 504]);

/** What to do with a message after try number `tries` failed: again after so many ms, or to the dead letters. */
export function afterFailure(error: unknown, tries: number): number | 'dead' {
  if (error instanceof Unhandleable) return 'dead';
  const status = error instanceof Problem ? error.status : 500;
  if (temporary.has(status)) return backOff(tries);
  if (status < 500 || tries >= mostTries) return 'dead';
  return backOff(tries);
}
