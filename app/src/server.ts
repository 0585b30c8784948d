import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express } from 'express';

/** A listening server. */
export interface RunningServer {
  url: string;
  port: number;
  /** Accepts no more connections, waits at most `deadline` ms for requests in progress, then closes the remaining connections. */
  close(deadline: number): Promise<void>;
}

/** Listens; rejects with the system's error (EADDRINUSE, EACCES …). Port 0 takes a free one. */
export async function listen(app: Express, host: string, port: number): Promise<RunningServer> {
  const server = createServer(app);
  // A peer's idle connection must not be closed here while the peer writes its next request into it.
  server.keepAliveTimeout = 65_000;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, port: address.port, close: (deadline) => drain(server, deadline) };
}

async function drain(server: Server, deadline: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Node closes connections that are idle now; one that becomes idle after its last answer stays open.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  await Promise.race([closed, sleep(deadline, undefined, { ref: false })]);
  clearInterval(sweep);
  server.closeAllConnections();
}
