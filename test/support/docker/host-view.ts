import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';

/** Whether containers' processes are visible here: a local engine on Linux, and root. Images without a shell leave no other way. */
export const seesProcesses = process.platform === 'linux' && process.getuid?.() === 0;

/** User id and effective capabilities of a process and its children, as the kernel states them (proc_pid_status(5)). */
export async function identity(pid: number): Promise<{ pid: number; uid: number; capEff: string }[]> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const below = children.split(' ').filter(Boolean).map(Number);
  const own = { pid, uid: Number(field('Uid')), capEff: field('CapEff') };
  return [own, ...(await Promise.all(below.map(identity))).flat()];
}

/** Result of writing a file in a container's folder: 'written', or the kernel's error code. Tried as root, so permissions do not matter. */
export async function tryWrite(pid: number, folder: string): Promise<string> {
  const file = `/proc/${pid}/root${folder}/written-by-a-test`;
  try {
    await writeFile(file, '');
    await rm(file);
    return 'written';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** Addresses that listen on each TCP port of this machine, from the kernel's tables (proc_net(5)). */
export async function listeningAddresses(): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if (!existsSync(table)) continue;
    for (const line of (await readFile(table, 'utf8')).split('\n').slice(1)) {
      const [, local = '', , state] = line.trim().split(/\s+/);
      if (state !== '0A') continue; // LISTEN
      const [address = '', port = ''] = local.split(':');
      found.set(parseInt(port, 16), [...(found.get(parseInt(port, 16)) ?? []), readable(address)]);
    }
  }
  return found;
}

/** 0100007F is 127.0.0.1: four bytes in the host's order. Longer ones are IPv6 and stay hexadecimal. */
function readable(address: string): string {
  if (address.length !== 8) return address;
  return [6, 4, 2, 0].map((at) => parseInt(address.slice(at, at + 2), 16)).join('.');
}
