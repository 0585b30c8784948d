import { readFileSync } from 'node:fs';

/** A TCP connection of this machine, as far as the watch looks at it. */
export type Connection = {
  local: number;
  ends: string;
  state: 'ended by us' | 'other';
};

/** Every TCP connection of this machine. Linux only; elsewhere none. /proc/net/tcp, proc(5) */
export function connections(read = readOrNothing): Connection[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => connectionsIn(read(file)));
}

/** Reads /proc/net/tcp. `ended by us` is TIME_WAIT: the local end closed first. */
export function connectionsIn(text: string): Connection[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', remote = '', state = ''] = line.trim().split(/\s+/);
      if (!remote) return [];
      return [
        { local: portIn(local), ends: `${local} ${remote}`, state: state === TIME_WAIT ? 'ended by us' : 'other' },
      ];
    });
}

const TIME_WAIT = '06';
const portIn = (address: string) => Number.parseInt(address.split(':')[1] ?? '', 16);

/**
 * How many connections the kernel has ended because a program closed them with data unread, on all ports together: gRPC's
 * server does so when what greets it is HTTP or TLS. `TCPAbortOnClose` of /proc/net/netstat; undefined without it.
 */
export function abortedConnections(text = readOrNothing('/proc/net/netstat')): number | undefined {
  const [names, values] = text.split('\n').filter((line) => line.startsWith('TcpExt:'));
  const at = names?.split(' ').indexOf('TCPAbortOnClose') ?? -1;
  return at < 0 ? undefined : Number(values?.split(' ')[at]);
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
