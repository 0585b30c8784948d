import { execa } from 'execa';
import { until } from '../../lab/src/base/poll.ts';
import type { Guest } from '../../lab/src/parts/parts.ts';
import { planOf } from '../../lab/src/runtime/native/plans/index.ts';
import { readState } from '../../lab/src/runtime/native/state-file.ts';
import { freePorts } from './free-ports.ts';

/** A guest that was started a second time, with other settings, outside of the lab. */
export type Twin = AsyncDisposable & { url: string };

/**
 * Starts a guest as the lab does, with these variables on top; an undefined one is left out. On a port of its own, unless
 * one is stated. It ends with the test.
 */
export async function startTwin(
  guest: Guest,
  changes: Record<string, string | undefined>,
  port?: number,
): Promise<Twin> {
  const { file, args, cwd, env } = planOf(guest).command(readState()!);
  const at = port ?? (await freePorts()).GUEST_GO_PORT;
  const set = Object.entries({ ...env, PORT: String(at), ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const twin = execa(file, args, { cwd, env: Object.fromEntries(set), extendEnv: false, reject: false });
  const url = `http://127.0.0.1:${at}`;
  const end = async () => {
    twin.kill('SIGTERM');
    await twin;
  };
  try {
    await until(`the twin of ${guest} answers`, async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined), {
      deadline: 60_000,
      every: 100,
    });
  } catch (error) {
    await end();
    throw error;
  }
  return { url, [Symbol.asyncDispose]: end };
}
