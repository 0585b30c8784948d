import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { execa } from 'execa';
import { readProc } from '../base/process-identity.ts';

/**
 * A listening TCP socket of this machine. `pid` is missing where the owner cannot be seen (another user's process); on Linux
 * `uid` tells then whose it is.
 */
export type ListeningSocket = { address: string; port: number; pid?: number; command?: string; uid?: number };

/**
 * Every listening TCP socket that this user may see, with its owner.
 * Linux: /proc/net/tcp{,6} joined with /proc/<pid>/fd (proc(5)); macOS: lsof.
 */
export async function listeningSockets(): Promise<ListeningSocket[]> {
  return process.platform === 'linux' ? linuxSockets() : lsofSockets();
}

function linuxSockets(): ListeningSocket[] {
  const byInode = new Map<string, ListeningSocket>();
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of read(file).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const [local, state, inode] = [fields[1], fields[3], fields[9]];
      if (!local || !inode || state !== '0A') continue; // 0A is TCP_LISTEN
      const [hexAddress = '', hexPort = ''] = local.split(':');
      byInode.set(inode, {
        address: readableAddress(hexAddress),
        port: Number.parseInt(hexPort, 16),
        uid: Number(fields[7]),
      });
    }
  }
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const fd of list(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1];
      const socket = inode ? byInode.get(inode) : undefined;
      if (socket) Object.assign(socket, { pid: Number(pid), command: readProc(Number(pid), 'comm').trim() });
    }
  }
  return [...byInode.values()];
}

/** The kernel prints each 32-bit word of an address in host byte order (little endian on every supported platform). */
function readableAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((b) => Number.parseInt(b, 16)).join('.');
  const text = bytes.join('');
  if (/^0{32}$/.test(text)) return '::';
  if (/^0{31}1$/.test(text)) return '::1';
  const mapped = /^0{20}ffff(.{8})$/.exec(text)?.[1];
  if (mapped) return (mapped.match(/../g) ?? []).map((b) => Number.parseInt(b, 16)).join('.');
  return (text.match(/.{4}/g) ?? []).join(':');
}

async function lsofSockets(): Promise<ListeningSocket[]> {
  const { stdout } = await execa('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-Fpcn'], { reject: false });
  const sockets: ListeningSocket[] = [];
  let owner: { pid?: number; command?: string } = {};
  for (const line of stdout.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) owner = { pid: Number(value) };
    if (line.startsWith('c')) owner.command = value;
    const at = line.startsWith('n') ? /^(.*):(\d+)$/.exec(value) : null;
    if (at) sockets.push({ address: (at[1] ?? '').replace('*', '0.0.0.0'), port: Number(at[2]), ...owner });
  }
  return sockets;
}

// a process may end during the scan: ignore what can no longer be read
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
