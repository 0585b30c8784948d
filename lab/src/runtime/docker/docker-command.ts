import { askProgram } from '../../base/ask-program.ts';
import { LabError } from '../../base/lab-error.ts';

/** There is no `docker` on this machine. */
export class NoDocker extends LabError {}

/** Runs `docker …` and returns its stdout. Its error names the command and quotes its output; it is a NoDocker if Docker is not installed. `limit` in ms. */
export async function docker(args: readonly string[], { limit = 60_000 }: { limit?: number } = {}): Promise<string> {
  const { stdout, stderr, failure, code } = await askProgram('docker', args, { deadline: limit, env: process.env });
  if (!failure) return stdout;
  throw new (code === 'ENOENT' ? NoDocker : LabError)({
    what: `docker ${args.join(' ')} failed.`,
    expected: 'exit code 0',
    found: failure,
    cause: lastLines(stderr),
    next: 'docker info',
  });
}

/** The last non-empty lines of a text, where commands print why they failed. */
export function lastLines(text: string, count = 6): string {
  return text
    .split('\n')
    .filter((line) => line.trim())
    .slice(-count)
    .map((line) => line.trimEnd().slice(0, 400))
    .join('\n');
}
