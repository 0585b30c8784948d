import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';

/** One wrong input: the field, what was expected, what was found. */
export interface FieldError {
  field: string;
  expected: string;
  found: unknown;
}

/** An answer that says what is wrong (RFC 9457). Thrown by handlers, sent by the error handler. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    detail: string,
    more: { errors?: FieldError[] | undefined; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, 'cause' in more ? { cause: more.cause } : undefined);
    this.name = 'Problem';
    this.status = status;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/** Sends `problem` as `application/problem+json`. */
export function sendProblem(res: Response, problem: Problem): void {
  res
    .status(problem.status)
    .set(problem.headers)
    .type('application/problem+json')
    .json({
      type: 'about:blank',
      title: STATUS_CODES[problem.status] ?? 'Unknown',
      status: problem.status,
      detail: problem.message,
      errors: problem.errors,
    });
}
