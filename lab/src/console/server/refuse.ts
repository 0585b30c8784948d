import type { Response } from 'express';

/** Ends a request as problem details (RFC 9457), with expectation and finding. */
export function refuse(response: Response, status: number, title: string, expected: string, found: string): void {
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ title, status, expected, found: found.slice(0, 300) }));
}
