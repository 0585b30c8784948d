import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { LabError } from '../../base/lab-error.ts';
import { until } from '../../base/poll.ts';
import { children, identityOf, isAlive, type ProcessId, ps, readProc } from '../../base/process-identity.ts';

/** Another user than ours, for a program that refuses to be run by root. */
export type ServerUser = { uid: number; gid: number };

/** A command to run. The environment is complete: nothing is inherited from the caller. */
export type Command = {
  file: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  logFile: string;
  /** What the list of processes shows in place of `file`. */
  name?: string | undefined;
  user?: ServerUser | undefined;
};

/** A process that was just started; `ended` tells how it ended, as long as this tool runs. */
export type Started = ProcessId & { ended: () => string | undefined };

/** Starts a process in its own session, so that it outlives the tool and Ctrl-C does not reach it. */
export function startProcess(command: Command): Started {
  const log = openSync(command.logFile, 'a');
  try {
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...(command.name && { argv0: command.name }),
      ...command.user,
    });
    let ending: string | undefined;
    child.once('error', (error) => (ending = error.message));
    child.once('exit', (code, signal) => (ending = signal ? `ended by ${signal}` : `exit code ${code}`));
    child.unref();
    const pid = child.pid;
    if (pid === undefined) throw new Error(`${command.file} cannot be started`);
    return { ...(identityOf(pid) ?? { pid, startTime: 'gone' }), ended: () => ending };
  } finally {
    closeSync(log);
  }
}

/** `signal`, then SIGKILL after `grace` ms. A paused process goes on, so that it can end. Returns true if it ended by itself. */
export async function endProcess(id: ProcessId, grace = 8_000, signal: NodeJS.Signals = 'SIGTERM'): Promise<boolean> {
  if (!isAlive(id)) return true;
  sendSignal(id, signal);
  sendSignal(id, 'SIGCONT');
  try {
    await until(`process ${id.pid} ends`, () => (isAlive(id) ? undefined : true), { deadline: grace, every: 25 });
    return true;
  } catch {
    await killProcess(id);
    return false;
  }
}

/** Sends SIGKILL and waits until the process is gone. */
export async function killProcess(id: ProcessId): Promise<void> {
  if (!isAlive(id)) return;
  sendSignal(id, 'SIGKILL');
  await until(`process ${id.pid} is gone`, () => (isAlive(id) ? undefined : true), { deadline: 5_000, every: 10 });
}

/**
 * Memory of a process and of those that it started in bytes so that a sum over processes is right: proportional set size,
 * where a page that n processes share counts 1/n for each (proc_pid_smaps(5)); resident set size if the system does not
 * provide it.
 */
export function memoryOfProcess(pid: number): number | undefined {
  const own = memoryAlone(pid);
  return own && childrenOf(pid).reduce((sum, child) => sum + (memoryOfProcess(child) ?? 0), own);
}

function childrenOf(pid: number): number[] {
  const listed = process.platform === 'linux' ? readProc(pid, `task/${pid}/children`) : children(pid);
  return listed.split(/\s+/).filter(Boolean).map(Number);
}

function memoryAlone(pid: number): number | undefined {
  const kib =
    process.platform === 'linux'
      ? (/^Pss:\s+(\d+) kB/m.exec(readProc(pid, 'smaps_rollup')) ??
          /^VmRSS:\s+(\d+) kB/m.exec(readProc(pid, 'status')))?.[1]
      : ps(pid, 'rss=');
  return kib ? Number(kib) * 1024 : undefined;
}

/** Sends a signal; nothing happens if the process has ended. Throws a LabError if it belongs to another user. */
export function sendSignal({ pid }: ProcessId, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPERM') {
      throw new LabError({
        what: `Process ${pid} belongs to another user.`,
        expected: 'a lab that this user started',
        next: 'repeat the command as that user',
      });
    }
    if (code !== 'ESRCH') throw error;
  }
}
