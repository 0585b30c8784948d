import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/** A service name that nobody else has. */
export const newName = () => `watched-${randomUUID().slice(0, 8)}`;

/** A real sender in a process of its own; it ends with the test. */
export type Sender = Disposable & { pid: number };

/** Starts test/support/sender.mjs with these variables, and none of this process. */
export function startSender(variables: Record<string, string>, args: readonly string[] = []): Sender {
  const env = { PATH: process.env['PATH'], OTEL_BSP_SCHEDULE_DELAY: '500', ...variables };
  return ended(spawn(process.execPath, [join(import.meta.dirname, 'sender.mjs'), ...args], { env, stdio: 'ignore' }));
}

/** A process that ends with the test. */
export function ended(child: ReturnType<typeof spawn>): Sender {
  return { pid: child.pid!, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}
