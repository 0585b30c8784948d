import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** A process that cannot be mistaken for a later one with the same number. */
export type ProcessIdentity = { pid: number; started: string };

/** Who runs under a process number: the number and its start time, or undefined when nobody does. */
export async function identityOf(pid: number): Promise<ProcessIdentity | undefined> {
  const started = process.platform === 'linux' ? await startedOnLinux(pid) : await startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether exactly this process still runs. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identityOf(identity.pid))?.started === identity.started;
}

/** Field 22 of proc_pid_stat(5), in clock ticks since boot; counted after the name, which may contain spaces. */
async function startedOnLinux(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 20 || fields[0] === 'Z') return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${fields[19]}@${boot.trim().slice(0, 8)}`;
}

async function startedByPs(pid: number): Promise<string | undefined> {
  const { stdout } = await execa('ps', ['-o', 'lstart=', '-p', String(pid)], { reject: false, env: { LC_ALL: 'C' } });
  return typeof stdout === 'string' && stdout.trim() ? stdout.trim() : undefined;
}
