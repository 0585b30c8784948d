import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

/** Where and how to run a tool. `onLine` gets every line of stderr as it comes. */
export type RunOptions = {
  cwd?: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  onLine?: (line: string) => void;
};

export type RunResult = {
  ok: boolean;
  stdout: string;
  /** The last lines of stderr. */ tail: string[];
  aborted: boolean;
};

const TAIL = 40;

/**
 * Runs `go` (or pip) in its own process group and resolves when every process of the group has ended. An abort, or the end of
 * this process, ends the group: compilers and linkers are children of go and would continue without it.
 */
export async function runGo(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  if (options.signal?.aborted) return { ok: false, stdout: '', tail: [], aborted: true };
  const child = execa(command, args, {
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: options.env,
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    stdin: 'ignore',
    buffer: { stdout: true, stderr: false } as const,
    maxBuffer: 64 * 1024 * 1024,
  });
  const tail: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
    options.onLine?.(line);
  });
  const group = child.pid;
  let ended: Promise<void> | undefined;
  const onExit = () => group && killGroup(group, 'SIGKILL');
  const onAbort = () => {
    if (group) ended = endGroup(group);
  };
  process.once('exit', onExit);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const result = await child;
    await ended;
    const aborted = options.signal?.aborted ?? false;
    if (result.failed && tail.length === 0) tail.push(result.shortMessage ?? 'no output');
    return { ok: !result.failed && !aborted, stdout: String(result.stdout ?? ''), tail, aborted };
  } finally {
    process.off('exit', onExit);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** Waits until no process of a group is left; sends SIGKILL after 3 s. */
async function endGroup(group: number): Promise<void> {
  const patience = Date.now() + 3_000;
  killGroup(group, 'SIGTERM');
  while (killGroup(group, 0)) {
    if (Date.now() > patience) killGroup(group, 'SIGKILL');
    await sleep(50);
  }
}

function killGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false; // nobody left
  }
}
