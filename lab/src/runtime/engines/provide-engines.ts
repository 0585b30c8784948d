import { type GoEngine, type GoEngineName, engineVersion, goEngine } from '../../parts/engines.ts';
import type { LabEnv } from '../../parts/env-file.ts';
import { buildEngine, prefetchModules } from './build-engine.ts';
import { cacheFailure, interrupted } from './build-failure.ts';
import { BuildProgress, estimate, roughly, type EngineProgress } from './build-progress.ts';
import { cacheEntry, isCached, type CacheEntry } from './engine-cache.ts';
import { lock } from '../../base/file-lock.ts';
import { askVersion, sameMinor } from './engine-version.ts';
import { findOnPath } from './find-on-path.ts';
import { goToolchain } from './go-toolchain.ts';

export type { EngineProgress } from './build-progress.ts';

/** A runnable engine: from the PATH, from an earlier build, or just built. */
export type ProvidedEngine = { name: GoEngineName; path: string; origin: 'path' | 'cache' | 'built'; version: string };

type Options<Env> = {
  env: Env;
  /** Gets plain lines; without `progress` also the state of the build, at changes and every 15 s. */
  say: (line: string) => void;
  signal?: AbortSignal;
  /** Gets an update every second during a build, for a live display. */
  progress?: (update: EngineProgress) => void;
};

/**
 * Provides engine binaries: of the pinned minor version on the PATH, else from the cache, else built from pinned modules.
 * `LAB_ENGINES=build` skips the PATH. Throws a LabError; finished engines are kept for the next call.
 */
export function provideEngines(
  names: readonly GoEngineName[],
  options: Options<LabEnv>,
): Promise<Map<GoEngineName, ProvidedEngine>> {
  return provide([...new Set(names)].map(goEngine), options);
}

/** The same for engines that are described by the caller. */
export async function provide(
  engines: readonly GoEngine[],
  options: Options<Parameters<typeof engineVersion>[1]>,
): Promise<Map<GoEngineName, ProvidedEngine>> {
  const versionOf = (engine: GoEngine) => engineVersion(engine, options.env);
  const found = await Promise.all(engines.map((engine) => findEngine(engine, versionOf(engine), options.say)));
  const missing = engines.filter((_, i) => found[i] === undefined);
  const provided = new Map(found.filter((engine) => engine !== undefined).map((engine) => [engine.name, engine]));
  if (missing.length > 0)
    for (const engine of await buildAll(missing, versionOf, options)) provided.set(engine.name, engine);
  return new Map(engines.map((engine) => [engine.name, provided.get(engine.name) as ProvidedEngine]));
}

/** An engine that already exists, on the PATH or in the cache. */
export async function findEngine(
  engine: GoEngine,
  version: string,
  say: (line: string) => void,
): Promise<ProvidedEngine | undefined> {
  if (process.env['LAB_ENGINES'] !== 'build') {
    const path = await findOnPath(engine.onPath);
    const answer = path ? await askVersion(path, engine.versionArgs) : undefined;
    if (path && answer?.version && sameMinor(answer.version, version)) {
      return { name: engine.name, path, origin: 'path', version: answer.version };
    }
    if (path && answer) {
      const found = answer.version
        ? `is ${answer.version}, not ${version}`
        : `does not say its version: ${answer.failure}`;
      say(`${engine.title}: ${path} ${found}; it is not used`);
    }
  }
  const entry = await cacheEntry(engine, version);
  const state = await isCached(entry, engine);
  if (state === 'damaged') say(`${engine.title}: ${entry.binary} is damaged; it is built again`);
  return state === 'yes' ? { name: engine.name, path: entry.binary, origin: 'cache', version } : undefined;
}

/** Builds one engine after the other (each uses every core) while the modules of the next ones are being downloaded. */
async function buildAll(
  engines: readonly GoEngine[],
  versionOf: (engine: GoEngine) => string,
  options: Pick<Options<unknown>, 'say' | 'signal' | 'progress'>,
): Promise<ProvidedEngine[]> {
  const total = engines.reduce((sum, engine) => sum + estimate(engine), 0);
  const titles = engines.map((engine) => `${engine.title} ${versionOf(engine)}`).join(', ');
  options.say(`Building ${titles}: about ${roughly(total)} without earlier builds, only once.`);
  const go = await goToolchain(engines, options);

  const progress = new BuildProgress(engines, options.say, options.progress);
  const stopPrefetch = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopPrefetch.signal]) : stopPrefetch.signal;
  let prefetch: Promise<void> | undefined;
  const provided: ProvidedEngine[] = [];
  try {
    for (const engine of engines) {
      const version = versionOf(engine);
      const entry = await cacheEntry(engine, version);
      progress.begin(engine);
      await using _held = await lockEngine(engine, entry, progress, options);
      if ((await isCached(entry, engine)) !== 'yes') {
        await buildEngine(engine, entry, {
          go,
          version,
          progress,
          signal: options.signal,
          onDownloaded: () => (prefetch ??= prefetchAll(engines.slice(1))),
        });
      }
      options.say(`${engine.title}: ready after ${roughly(progress.seconds)}`);
      provided.push({ name: engine.name, path: entry.binary, origin: 'built', version });
    }
  } finally {
    progress.stop();
    stopPrefetch.abort();
    await prefetch;
  }
  return provided;

  async function prefetchAll(later: readonly GoEngine[]): Promise<void> {
    for (const engine of later) await prefetchModules(engine, { go, version: versionOf(engine), signal });
  }
}

async function lockEngine(
  engine: GoEngine,
  entry: CacheEntry,
  progress: BuildProgress,
  options: Pick<Options<unknown>, 'say' | 'signal'>,
): Promise<AsyncDisposable> {
  try {
    return await lock(`${entry.folder}.lock`, {
      onWait: (pid) => options.say(`${engine.title}: process ${pid} is already building it, waiting for it`),
      signal: options.signal,
    });
  } catch (cause) {
    if (options.signal?.aborted) throw interrupted(engine, progress.seconds);
    throw await cacheFailure(cause as Error, entry.folder, progress.seconds);
  }
}
