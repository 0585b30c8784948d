import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number: the start time distinguishes them. */
export type ProcessId = { pid: number; startTime: string };

/** The process that has this number now, or undefined if there is none (a zombie does not count). */
export function identityOf(pid: number): ProcessId | undefined {
  const startTime = startTimeOf(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

/** Whether this very process still runs. */
export function isAlive(id: ProcessId): boolean {
  return startTimeOf(id.pid) === id.startTime;
}

/** How long this process has been running, ms. */
export function ageOf({ startTime }: ProcessId): number {
  if (process.platform !== 'linux') return Date.now() - Date.parse(startTime);
  const ticks = Number(startTime.split(':')[1]);
  const [uptime] = readFileSync('/proc/uptime', 'utf8').split(' ');
  return Number(uptime) * 1000 - ticks * 10; // 100 ticks a second on every supported platform
}

/** Linux: field 22 of /proc/<pid>/stat, ticks since boot (proc(5)), with the boot's id; macOS: ps lstart. */
function startTimeOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart=') || undefined;
  const stat = readProc(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before may contain spaces
  const [state, ticks] = [fields[0], fields[19]];
  if (!ticks || state === 'X' || (state === 'Z' && threadsOf(pid) <= 1)) return undefined;
  return `${bootId()}:${ticks}`;
}

/** The first thread of a killed process is a zombie while others still hold its sockets. */
function threadsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

let boot: string | undefined;
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return boot;
}

/** The user that a process runs as; undefined when it is gone, and where there is no /proc. */
export function userOf(pid: number): number | undefined {
  const uid = /^Uid:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1];
  return uid === undefined ? undefined : Number(uid);
}

/** A file of a process in Linux' /proc; empty when the process is gone. */
export function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** The processes that a process started, where there is no /proc. */
export function children(pid: number): string {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

/** A column of ps about a process; empty when it is gone. */
export function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
