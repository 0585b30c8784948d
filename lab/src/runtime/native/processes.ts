import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { until } from '../../catalog/poll.ts';

/** A process of ours: the start time tells it from a stranger that later got the same pid. */
export type ProcessId = { pid: number; startTime: string };

/** What to run. The environment is complete: nothing of the caller's leaks in. */
export type Command = { file: string; args: string[]; env: Record<string, string>; cwd: string; logFile: string };

/** A process that was just started; `ended` tells how it ended for as long as this tool lives. */
export type Started = ProcessId & { ended: () => string | undefined };

/** Starts a process in a session of its own, so that it outlives the tool and Ctrl-C does not reach it. */
export function startProcess(command: Command): Started {
  const log = openSync(command.logFile, 'a');
  try {
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    let ending: string | undefined;
    child.once('error', (error) => (ending = error.message));
    child.once('exit', (code, signal) => (ending = signal ? `ended by ${signal}` : `exit code ${code}`));
    child.unref();
    const pid = child.pid;
    if (pid === undefined) throw new Error(`${command.file} cannot be started`);
    return { pid, startTime: startTimeOf(pid) ?? 'gone', ended: () => ending };
  } finally {
    closeSync(log);
  }
}

/** Whether this very process still runs (a zombie does not). */
export function isAlive(id: ProcessId): boolean {
  return startTimeOf(id.pid) === id.startTime;
}

/** This process. */
export function selfId(): ProcessId {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? 'gone' };
}

/** SIGTERM, then SIGKILL after `grace` ms. Returns true if it went by itself. */
export async function endProcess(id: ProcessId, grace = 8_000): Promise<boolean> {
  if (!isAlive(id)) return true;
  send(id, 'SIGTERM');
  try {
    await until(`process ${id.pid} ends`, () => (isAlive(id) ? undefined : true), { deadline: grace, every: 25 });
    return true;
  } catch {
    await killProcess(id);
    return false;
  }
}

/** SIGKILL, and waits until the kernel has taken it away. */
export async function killProcess(id: ProcessId): Promise<void> {
  if (!isAlive(id)) return;
  send(id, 'SIGKILL');
  await until(`process ${id.pid} is gone`, () => (isAlive(id) ? undefined : true), { deadline: 5_000, every: 10 });
}

/** Resident memory in bytes, as the kernel counts it (shared pages count for each process). */
export function residentMemory(pid: number): number | undefined {
  if (process.platform === 'linux') {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readProc(pid, 'status'))?.[1];
    return kib ? Number(kib) * 1024 : undefined;
  }
  const kib = ps(pid, 'rss=');
  return kib ? Number(kib) * 1024 : undefined;
}

/** Name of the program that a process runs; empty when it is gone. */
export function commandOf(pid: number): string {
  return process.platform === 'linux' ? readProc(pid, 'comm').trim() : ps(pid, 'comm=');
}

function send({ pid }: ProcessId, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Linux: field 22 of /proc/<pid>/stat, ticks since boot (proc(5)), with the boot's id; macOS: ps lstart. */
function startTimeOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart=') || undefined;
  const stat = readProc(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before may hold spaces
  const [state, ticks] = [fields[0], fields[19]];
  return !ticks || state === 'Z' || state === 'X' ? undefined : `${bootId()}:${ticks}`;
}

let boot: string | undefined;
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return boot;
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
