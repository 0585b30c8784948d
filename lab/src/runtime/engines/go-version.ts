import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askProgram } from '../../base/ask-program.ts';
import type { GoEngine } from '../../parts/engines.ts';
import { engineFolder } from './engine-hash.ts';
import { goEnv } from './go-env.ts';

/** The newest `go` line among the engines' go.mod files: the minimum version of a toolchain. */
export async function neededGo(engines: readonly GoEngine[]): Promise<string> {
  const lines = await Promise.all(
    engines.map(async (engine) => {
      const text = await readFile(join(engineFolder(engine), 'go.mod'), 'utf8');
      return /^go\s+(\d+(?:\.\d+)*)/m.exec(text)?.[1] ?? '1.21';
    }),
  );
  return lines.sort(compareVersions).at(-1) ?? '1.21';
}

/** Orders 1.9 before 1.26.6. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version that a `go` prints, such as 1.26.6; a build from its main branch counts as the next release. */
export async function goVersion(go: string): Promise<string | undefined> {
  const { stdout, failure } = await askProgram(go, ['version'], { env: goEnv() });
  return failure ? undefined : /go(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
}
