import { spawn } from 'node:child_process';
import { baseEnvironment } from './base-environment.ts';

/** What a program printed. `failure` says why that does not count; `code` is the system's, such as ENOENT. */
export type ProgramAnswer = { stdout: string; stderr: string; failure?: string; code?: string };

/** How long to wait, ms, and the whole environment: by default the one in which the lab's programs run. */
type AskOptions = { deadline?: number; env?: NodeJS.ProcessEnv };

/** More than any answer, bytes. */
const LONGEST = 32 * 1024 * 1024;

/** How long output may follow the end of a program, ms: a process that it left behind holds the pipes open for ever. */
const REST = 200;

/**
 * Runs a program that answers and ends, such as `k6 version`. At the deadline, or when it prints without end, it is killed
 * with every process that it started. Never rejects.
 */
export function askProgram(
  file: string,
  args: readonly string[],
  { deadline = 10_000, env = baseEnvironment() }: AskOptions = {},
): Promise<ProgramAnswer> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    let rest: NodeJS.Timeout | undefined;
    const answer = (failure?: string, code?: string) => {
      clearTimeout(timer);
      clearTimeout(rest);
      child.removeAllListeners();
      process.off('exit', endGroup);
      endGroup();
      child.stdout.destroy();
      child.stderr.destroy();
      const text = (stream: 'stdout' | 'stderr') => Buffer.concat(printed[stream]).toString('utf8').trimEnd();
      resolve({ stdout: text('stdout'), stderr: text('stderr'), ...(failure && { failure }), ...(code && { code }) });
    };
    const endGroup = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // nobody left
      }
    };
    const timer = setTimeout(() => answer(`no answer within ${deadline / 1000} s`), deadline);
    process.once('exit', endGroup);
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (chunk: Buffer) => {
        printed[stream].push(chunk);
        bytes += chunk.length;
        if (bytes > LONGEST) answer('output without end');
      });
    }
    child.once('error', (error: NodeJS.ErrnoException) => answer(error.message, error.code));
    let ending: string | undefined;
    child.once('exit', (exitCode, signal) => {
      ending = signal ? `ended by ${signal}` : exitCode === 0 ? undefined : `exit code ${exitCode}`;
      rest = setTimeout(() => answer(ending), REST);
    });
    child.once('close', () => answer(ending));
  });
}
