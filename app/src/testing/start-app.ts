import { Writable } from 'node:stream';
import { pino } from 'pino';
import { createApp } from '../app.ts';
import type { Faults } from '../faults/faults.ts';
import { loadRole, type Role, roles, type Work } from '../roles/role.ts';
import { listen, type RunningServer } from '../server.ts';

/** A role that serves on a free port until it is disposed; `logs` has what it logged. */
export interface TestApp extends AsyncDisposable {
  url: string;
  logs: Record<string, unknown>[];
  ready: { now: boolean };
}

/** Nothing listens there. */
export const nowhere = 'http://127.0.0.1:1';

/** Starts `role` without telemetry; peers that are not given are unreachable. */
export async function startApp(
  role: Role,
  peers: Record<Role, string> = {},
  peerTimeout?: number,
  faults?: Faults,
): Promise<TestApp> {
  const logs: Record<string, unknown>[] = [];
  const ready = { now: true };
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logs.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const { app, work } = await createApp({
    role,
    peers: { ...Object.fromEntries(roles.map((one) => [one, nowhere])), ...peers },
    logger: pino({}, sink),
    isReady: () => ready.now,
    faults,
    ...(peerTimeout !== undefined && { peerTimeout }),
  });
  const server = await listen(app, '127.0.0.1', 0);
  return { url: server.url, logs, ready, [Symbol.asyncDispose]: () => stop(server, work) };
}

async function stop(server: RunningServer, work: Work | undefined): Promise<void> {
  await Promise.all([server.close(0), work?.stop(0)]);
}

/** The roles that serve requests of others: their routes and the playground. */
export const servingRoles = (await Promise.all(roles.map(async (role) => ({ role, ...(await loadRole(role)) }))))
  .filter(({ routes, isPlayground }) => routes && isPlayground !== false)
  .map(({ role }) => role);

/** Starts every role that serves requests, each connected with the next one of its chain. */
export async function startRoles(): Promise<{ at: (role: Role) => TestApp } & AsyncDisposable> {
  const apps = new Map<Role, TestApp>();
  const start = async (role: Role): Promise<TestApp> => {
    const { next } = await loadRole(role);
    const app = apps.get(role) ?? (await startApp(role, next ? { [next]: (await start(next)).url } : {}));
    apps.set(role, app);
    return app;
  };
  for (const role of servingRoles) await start(role);
  return {
    at: (role) => apps.get(role)!,
    async [Symbol.asyncDispose]() {
      for (const app of apps.values()) await app[Symbol.asyncDispose]();
    },
  };
}
