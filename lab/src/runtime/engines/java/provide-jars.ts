import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { execa } from 'execa';
import { LabError } from '../../../base/lab-error.ts';
import { cacheHome } from '../../../base/paths.ts';
import { diskFull } from '../disk-full.ts';
import { lock } from '../../../base/file-lock.ts';
import { findOnPath } from '../find-on-path.ts';
import { removeAbandonedWork } from '../abandoned-work.ts';
import { findJava } from './find-java.ts';
import type { JarEngine } from './jar-engines.ts';

/** Folder of an engine's jars, and whether this start resolved them. */
export type ProvidedJars = { jars: string; origin: 'cache' | 'built' };

type Options = { say: (line: string) => void; signal?: AbortSignal | undefined };

/**
 * Provides the folder of an engine's jars, resolved once by Maven from the pinned pom.xml and compared with the committed
 * checksums. One rename puts them in place, so that an interrupted start leaves nothing that looks finished. Throws a LabError.
 */
export async function provideJars(engine: JarEngine, { say, signal }: Options): Promise<ProvidedJars> {
  const { title, folder } = engine;
  const sums = parseSums(await readFile(join(folder, 'jars.sha256'), 'utf8'));
  const place = await placeOf(engine);
  const jars = join(place, 'lib');
  if (await isComplete(jars, sums, engine)) return { jars, origin: 'cache' };

  const maven = await findOnPath(['mvn']);
  if (!maven) {
    throw new LabError({
      what: `${title}'s jars are not installed yet, and fetching them needs Maven.`,
      expected: 'mvn on the PATH, for the first start only',
      found: `no mvn on the PATH, no jars in ${jars}`,
      next: `sudo apt-get install maven (macOS: brew install maven), or ${engine.without}`,
      end: 'Nothing was started.',
    });
  }
  const room = `about ${2 * engine.megabytes} MB for jars and Maven's own copies`;
  try {
    await using _held = await lock(`${place}.lock`, {
      onWait: (pid) => say(`${title}: process ${pid} is already fetching its jars, waiting for it`),
      signal,
    });
    if (await isComplete(jars, sums, engine)) return { jars, origin: 'cache' };
    say(`Fetching ${title}: ${sums.size} jars, ${engine.megabytes} MB, with Maven; only once.`);
    const began = performance.now();
    await removeAbandonedWork(place);
    const work = join(place, `work-${process.pid}`);
    const target = `${work}-target`; // of Maven, for one that is compiled
    for (const folder of [work, target]) await rm(folder, { recursive: true, force: true }); // of an earlier process with this number
    await mkdir(work, { recursive: true });
    try {
      await resolve(maven, engine, { output: work, target }, room, signal);
      await verify(work, sums, engine);
      if (engine.builds) await rename(join(target, engine.builds), join(work, engine.builds));
      await rm(jars, { recursive: true, force: true }); // damaged: complete jars were returned above
      await rename(work, jars);
    } finally {
      for (const folder of [work, target]) await rm(folder, { recursive: true, force: true });
    }
    say(`${title}: its jars are ready after ${((performance.now() - began) / 1000).toFixed(0)} s`);
    return { jars, origin: 'built' };
  } catch (cause) {
    if (cause instanceof LabError || signal?.aborted) throw cause;
    throw (await diskFull([String(cause)], place, undefined, room)) ?? cause;
  }
}

async function resolve(
  maven: string,
  { title, folder, builds }: JarEngine,
  { output, target }: { output: string; target: string },
  room: string,
  signal?: AbortSignal,
): Promise<void> {
  const args = [
    '-B',
    '-ntp',
    '-q',
    '-f',
    join(folder, 'pom.xml'),
    ...(builds ? ['package', `-Dtarget=${target}`] : []),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${output}`,
    '-DincludeScope=runtime',
  ];
  const run = await execa(maven, args, {
    reject: false,
    all: true,
    stdin: 'ignore',
    ...(signal && { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (!run.failed) return;
  const errors = run.all
    .split('\n')
    .filter((line) => line.includes('ERROR'))
    .map((line) => line.replace(/^\[.*?ERROR.*?\] ?/, ''));
  const full = await diskFull(errors, output, run.durationMs / 1000, room);
  if (full) throw full;
  throw new LabError({
    what: `${title}'s jars could not be fetched.`,
    expected: `${maven} resolves ${join(folder, 'pom.xml')}`,
    found: errors.slice(0, 3).join('\n').slice(0, 800) || `exit code ${run.exitCode}: ${run.all.slice(-300)}`,
    after: run.durationMs / 1000,
    next: 'check that this machine reaches Maven Central (set a proxy or mirror in ~/.m2/settings.xml), then try again',
    end: 'Nothing was started.',
  });
}

async function verify(
  work: string,
  sums: ReadonlyMap<string, string>,
  { title, name: engine, folder }: JarEngine,
): Promise<void> {
  const found = new Set(await readdir(work));
  const wrong = [...sums.keys()].filter((name) => !found.has(name)).map((name) => `${name} is missing`);
  for (const name of found) {
    const expected = sums.get(name);
    if (!expected) wrong.push(`${name} is not in the list`);
    else if ((await sha256(join(work, name))) !== expected) wrong.push(`${name} has a wrong checksum`);
  }
  if (wrong.length === 0) return;
  throw new LabError({
    what: `${title}'s jars differ from those that this lab is pinned to.`,
    expected: `exactly the ${sums.size} of ${join(folder, 'jars.sha256')}`,
    found: wrong.slice(0, 5).join('\n'),
    next: `after a change of pom.xml: node engines/list-jars.ts ${engine}; otherwise ask whoever runs your mirror of Maven Central`,
    end: 'Nothing was started.',
  });
}

/** The checksum file's lines: jar -> SHA-256 in hex. */
export function parseSums(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)].map(([, sum, name]) => [name!, sum!]));
}

/** What is missing to provide an engine's jars on this machine: Java, or, as long as they are not in the cache, Maven. */
export async function lackingFor(engine: JarEngine): Promise<string | undefined> {
  let java: string;
  try {
    java = (await findJava(engine)).path;
  } catch (error) {
    if (error instanceof LabError) return error.failure.found;
    throw error;
  }
  const sums = parseSums(await readFile(join(engine.folder, 'jars.sha256'), 'utf8'));
  if (await isComplete(join(await placeOf(engine), 'lib'), sums, engine)) return undefined;
  if (!(await findOnPath(['mvn']))) return 'no Maven on the PATH';
  const compiler = join(dirname(await realpath(java)), 'javac');
  return engine.builds && !existsSync(compiler) ? `no compiler beside ${java}: it is no JDK` : undefined;
}

async function isComplete(
  jars: string,
  sums: ReadonlyMap<string, string>,
  { builds }: Pick<JarEngine, 'builds'>,
): Promise<boolean> {
  const found = new Set(await readdir(jars).catch(() => []));
  return sums.size > 0 && [...sums.keys(), ...(builds ? [builds] : [])].every((name) => found.has(name));
}

async function placeOf({ name, folder, builds }: JarEngine): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['pom.xml', 'jars.sha256']) hash.update(await readFile(join(folder, file)));
  if (builds)
    for (const file of await sourcesOf(folder)) hash.update(`${file}:`).update(await readFile(join(folder, file)));
  return join(cacheHome(), 'engines', `${name}-${hash.digest('hex').slice(0, 12)}`);
}

async function sourcesOf(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'src'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
