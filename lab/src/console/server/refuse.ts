import type { Response } from 'express';
import { EngineError } from '../../backends/http.ts';
import { describeError } from '../../base/poll.ts';

/** Ends a request as problem details (RFC 9457), with expectation, finding and, where there is one, the next command. */
export function refuse(
  response: Response,
  status: number,
  title: string,
  expected: string,
  found: string,
  next?: string,
): void {
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ title, status, expected, found: found.slice(0, 300), ...(next && { next }) }));
}

/** Ends a request for which an engine gave no answer, or an error as its answer. */
export function refuseWithoutAnswer(response: Response, engine: string, error: unknown): void {
  const answered = error instanceof EngineError && error.status !== undefined;
  const title = answered ? `${engine} answered with an error.` : `${engine} does not answer.`;
  refuse(response, 502, title, `an answer from ${engine}`, describeError(error));
}
