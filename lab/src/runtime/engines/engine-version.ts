import { execa } from 'execa';

/** What a binary prints as its version. */
export type VersionAnswer = { ok: boolean; version: string | undefined; output: string };

/** Runs a binary with its version arguments; `version` is the first `1.2.3` that it prints. Never throws. */
export async function askVersion(path: string, args: readonly string[], deadline = 10_000): Promise<VersionAnswer> {
  const result = await execa(path, args, {
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: deadline,
    forceKillAfterDelay: 500,
  });
  const output = typeof result.all === 'string' ? result.all : '';
  return {
    ok: !result.failed,
    version: /\d+\.\d+\.\d+/.exec(output)?.[0],
    output: output || (result.shortMessage ?? ''),
  };
}

/** Whether two versions have the same minor version, as `3.13.3` and `3.13.9`: patches only fix bugs. */
export function sameMinor(a: string, b: string): boolean {
  const minor = (version: string) => version.split('.').slice(0, 2).join('.');
  return minor(a) === minor(b);
}
