import { constants } from 'node:os';

/** Exit codes of the tool. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  bug: 70,
  threshold: 99,
  interrupted: 128 + constants.signals.SIGINT,
};

const meanings: Record<keyof typeof exitCodes, string> = {
  ok: 'success: the command did its work, all checks passed, the answer is right',
  failed: 'a check failed, a part is not running, the answer is wrong, or the command could not do its work',
  usage: 'the command line is wrong',
  bug: 'a bug in the lab',
  threshold: 'load: a threshold was missed (other codes of load are those of k6)',
  interrupted: 'stopped with Ctrl-C before it was done (by another signal: 128 + its number)',
};

/** The exit codes as help shows them. */
export function describeExitCodes(): string {
  const lines = Object.entries(exitCodes).map(
    ([name, code]) => `  ${String(code).padEnd(3)}  ${meanings[name as keyof typeof exitCodes]}`,
  );
  return ['', 'Exit codes:', ...lines].join('\n');
}
