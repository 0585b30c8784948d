import { printable } from './printable.ts';

/** The parts of a failure that a person can act on. `after` is in seconds. */
export type Failure = {
  what: string;
  expected?: string | undefined;
  found?: string | undefined;
  after?: number | undefined;
  cause?: string | undefined;
  next?: string | undefined;
  /** Closing sentence, such as "Nothing was started." */
  end?: string | undefined;
};

/** An expected failure: shown to people as expectation, finding, cause and next command, never as a stack trace. */
export class LabError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(renderFailure(failure));
    this.name = 'LabError';
    this.failure = failure;
  }
}

/** Renders a failure as aligned lines for a terminal. */
export function renderFailure(failure: Failure): string {
  const lines = [failure.what];
  const add = (label: string, text: string | undefined) => {
    if (text) lines.push(`  ${label.padEnd(9)} ${text.trimEnd().replaceAll('\n', '\n            ')}`);
  };
  add('expected', failure.expected);
  add('found', failure.found);
  add('after', failure.after === undefined ? undefined : `${failure.after.toFixed(1)} s`);
  add('cause', failure.cause);
  add('next', failure.next);
  if (failure.end) lines.push(failure.end);
  return printable(lines.join('\n'));
}
