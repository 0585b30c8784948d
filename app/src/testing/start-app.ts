import { Writable } from 'node:stream';
import { pino } from 'pino';
import { createApp } from '../app.ts';
import type { PeerName, Role } from '../config.ts';
import { listen } from '../server.ts';

/** A role that serves on a free port until it is disposed; `logs` has what it logged. */
export interface TestApp extends AsyncDisposable {
  url: string;
  logs: Record<string, unknown>[];
  ready: { now: boolean };
}

/** Nobody listens there. */
export const nowhere = 'http://127.0.0.1:1';

/** Starts `role` without telemetry; peers that are not given are unreachable. */
export async function startApp(
  role: Role,
  peers: Partial<Record<PeerName, string>> = {},
  peerTimeout?: number,
): Promise<TestApp> {
  const logs: Record<string, unknown>[] = [];
  const ready = { now: true };
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logs.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const app = createApp({
    role,
    peers: { orders: nowhere, stock: nowhere, ...peers },
    logger: pino({}, sink),
    isReady: () => ready.now,
    ...(peerTimeout !== undefined && { peerTimeout }),
  });
  const server = await listen(app, '127.0.0.1', 0);
  return { url: server.url, logs, ready, [Symbol.asyncDispose]: () => server.close(0) };
}

/** Starts all three roles, connected. */
export async function startRoles(): Promise<Record<Role, TestApp> & AsyncDisposable> {
  const stock = await startApp('stock');
  const orders = await startApp('orders', { stock: stock.url });
  const gateway = await startApp('gateway', { orders: orders.url, stock: stock.url });
  return {
    gateway,
    orders,
    stock,
    async [Symbol.asyncDispose]() {
      for (const app of [gateway, orders, stock]) await app[Symbol.asyncDispose]();
    },
  };
}
