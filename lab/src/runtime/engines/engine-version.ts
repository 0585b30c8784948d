import { askProgram } from '../../base/ask-program.ts';

/** What a binary prints as its version; `failure` says why it does not count. */
export type VersionAnswer = { version?: string; failure?: string };

/** Runs a binary with its version arguments; `version` is the first `1.2.3` that it prints. `deadline` in ms. Never rejects. */
export async function askVersion(path: string, args: readonly string[], deadline = 10_000): Promise<VersionAnswer> {
  const { stdout, stderr, failure } = await askProgram(path, args, { deadline });
  if (failure) return { failure };
  const version = /\d+\.\d+\.\d+/.exec(`${stdout}\n${stderr}`)?.[0];
  return version ? { version } : { failure: 'an answer without a version' };
}

/** Whether two versions have the same minor version, as `3.13.3` and `3.13.9`: patches only fix bugs. */
export function sameMinor(a: string, b: string): boolean {
  const minor = (version: string) => version.split('.').slice(0, 2).join('.');
  return minor(a) === minor(b);
}
