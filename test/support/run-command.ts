import { execa, type Options } from 'execa';
import { LabError } from '../../lab/src/base/lab-error.ts';

/** Runs a command and returns its stdout. Its error has the command, its exit code and its output. */
export async function run(file: string, args: readonly string[], options: Options = {}): Promise<string> {
  const result = await execa(file, args, { reject: false, stdin: 'ignore', ...options });
  if (result.failed) {
    throw new LabError({
      what: `${[file, ...args].join(' ')} failed.`,
      expected: 'exit code 0',
      found: result.timedOut ? `no end within ${result.durationMs} ms` : `exit code ${result.exitCode ?? 'none'}`,
      cause: lastLines(`${result.stdout ?? ''}\n${result.stderr ?? ''}`) || result.originalMessage,
    });
  }
  return String(result.stdout ?? '');
}

/** The last lines of a long output: where commands say why they failed. */
export function lastLines(text: string, count = 15): string {
  return text.trim().split('\n').slice(-count).join('\n');
}
