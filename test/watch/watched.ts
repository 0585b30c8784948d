import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Finding, watchService, type WatchState } from '../../lab/src/watch/index.ts';
import type { TestLab } from '../support/test-lab.ts';

/** A service name that nobody else has. */
export const newName = () => `watched-${randomUUID().slice(0, 8)}`;

/** A real sender in a process of its own; it ends with the test. */
export type Sender = Disposable & { pid: number };

/** Starts test/watch/sender.mjs with these variables, and none of this process. */
export function startSender(variables: Record<string, string>, args: readonly string[] = []): Sender {
  const env = { PATH: process.env['PATH'], OTEL_BSP_SCHEDULE_DELAY: '500', ...variables };
  return ended(spawn(process.execPath, [join(import.meta.dirname, 'sender.mjs'), ...args], { env, stdio: 'ignore' }));
}

/** A process that ends with the test. */
export function ended(child: ReturnType<typeof spawn>): Sender {
  return { pid: child.pid!, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

/** Watches until a mistake is named. Fails after 10 s, with what was named instead. */
export async function untilNamed(
  lab: TestLab,
  service: string,
  mistake: string,
): Promise<Finding & { seconds: number }> {
  let last: WatchState | undefined;
  for await (const state of watchService(lab, service, { deadline: 10_000 })) {
    last = state;
    const found = state.findings.find((one) => one.mistake === mistake);
    if (!found) continue;
    console.log(`${mistake}: named after ${state.seconds} s: ${found.evidence}`);
    return { ...found, seconds: state.seconds };
  }
  throw new Error(`${mistake} was not named within 10 s, but: ${JSON.stringify(last, null, 2)}`);
}

/** Watches to the end. */
export async function watched(lab: TestLab, service: string, deadline: number): Promise<WatchState> {
  let last: WatchState | undefined;
  for await (const state of watchService(lab, service, { deadline })) last = state;
  return last!;
}
