import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoEngine } from '../../parts/engines.ts';
import { buildFailure, cacheFailure, interrupted } from './build-failure.ts';
import { buildFlags } from './build-flags.ts';
import type { BuildProgress } from './build-progress.ts';
import { type CacheEntry, commitBinary, workFolder } from './engine-cache.ts';
import { engineFolder } from './engine-hash.ts';
import { goEnv } from './go-env.ts';
import { runGo, type RunResult } from './run-go.ts';

type Options = {
  go: string;
  version: string;
  progress: BuildProgress;
  signal?: AbortSignal | undefined;
  /** Called when the network is free again. */ onDownloaded?: () => void;
};

/**
 * Downloads what an engine needs, compiles it and puts the binary into the cache. Go's own caches keep finished work, so
 * that an interrupted build continues. Throws a LabError; temporary files are removed in every case.
 */
export async function buildEngine(engine: GoEngine, entry: CacheEntry, options: Options): Promise<void> {
  const { progress } = options;
  let work: string | undefined;
  try {
    work = await workFolder(entry);
    progress.phase('downloading modules');
    const stale = await listStale(engine, options, () => progress.step());
    await need(stale, engine, entry, progress);
    options.onDownloaded?.();
    const packages = stale.stdout.split('\n').filter(Boolean);
    progress.compile(packages.filter((line) => line === 'true').length, packages.length);
    const built = join(work, engine.binary);
    const args = ['build', '-v', ...buildFlags(engine, options.version), '-o', built, engine.package];
    const result = await runGo(options.go, args, {
      cwd: engineFolder(engine),
      env: goEnv(work),
      signal: options.signal,
      onLine: (line) => /^[\w.~-]+(\/\S+)?$/.test(line) && progress.step(),
    });
    await need(result, engine, entry, progress);
    await commitBinary(entry, built, progress.seconds);
  } catch (cause) {
    throw await cacheFailure(cause as Error, entry.folder, progress.seconds);
  } finally {
    if (work) await rm(work, { recursive: true, force: true });
  }
}

/** Downloads an engine's modules ahead of its turn. Failures are ignored here: they are reported when it is built. */
export async function prefetchModules(
  engine: GoEngine,
  options: Pick<Options, 'go' | 'version' | 'signal'>,
): Promise<void> {
  const args = ['list', '-deps', ...buildFlags(engine, options.version), engine.package];
  await runGo(options.go, args, { cwd: engineFolder(engine), env: goEnv(), signal: options.signal });
}

/** Lists for each package whether it has to be compiled, one `true` or `false` per line; downloads all modules. */
function listStale(engine: GoEngine, options: Options, onModule: () => void): Promise<RunResult> {
  return runGo(
    options.go,
    ['list', '-deps', '-f', '{{.Stale}}', ...buildFlags(engine, options.version), engine.package],
    {
      cwd: engineFolder(engine),
      env: goEnv(),
      signal: options.signal,
      onLine: (line) => line.startsWith('go: downloading') && onModule(),
    },
  );
}

async function need(result: RunResult, engine: GoEngine, entry: CacheEntry, progress: BuildProgress): Promise<void> {
  if (result.aborted) throw interrupted(engine, progress.seconds);
  if (!result.ok) throw await buildFailure(engine, result.tail, progress.seconds, entry.folder);
}
