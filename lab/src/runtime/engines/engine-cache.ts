import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { GoEngine } from '../../parts/engines.ts';
import { askProgram } from '../../base/ask-program.ts';
import { cacheHome } from '../../base/paths.ts';
import { isExecutable } from './find-on-path.ts';
import { engineHash } from './engine-hash.ts';
import { removeAbandonedWork } from './abandoned-work.ts';

/** Where one engine's finished binary lives: `<cache>/engines/<name>-<hash>/<binary>`. */
export type CacheEntry = { folder: string; binary: string; record: string };

const record = z.object({ size: z.number(), seconds: z.number() });

/** The place for an engine's binary; nothing is created. */
export async function cacheEntry(engine: GoEngine, version: string): Promise<CacheEntry> {
  const folder = join(cacheHome(), 'engines', `${engine.name}-${await engineHash(engine, version)}`);
  return { folder, binary: join(folder, engine.binary), record: join(folder, 'built.json') };
}

/** Whether a finished, undamaged binary exists: it has the recorded size, is executable and prints its version. */
export async function isCached(entry: CacheEntry, engine: GoEngine): Promise<'yes' | 'no' | 'damaged'> {
  const size = await stat(entry.binary).then(
    (s) => s.size,
    () => undefined,
  );
  if (size === undefined) return 'no';
  if ((await readRecord(entry))?.size !== size || !(await isExecutable(entry.binary))) return 'damaged';
  return (await askProgram(entry.binary, engine.versionArgs)).failure ? 'damaged' : 'yes';
}

/** A folder for one build next to the finished binary, so that the last step is a rename. Its name has the owner's pid. */
export async function workFolder(entry: CacheEntry): Promise<string> {
  await removeAbandonedWork(entry.folder);
  const folder = join(entry.folder, `work-${process.pid}-${Date.now().toString(36)}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

/**
 * Moves a built binary to its place. A kill or power cut at any moment leaves either no usable binary or a complete one:
 * its bytes reach the disk before the rename, and so does its record, without which a binary does not count.
 */
export async function commitBinary(entry: CacheEntry, built: string, seconds: number): Promise<void> {
  await sync(built);
  const { size } = await stat(built);
  const draft = join(built, '..', 'built.json');
  await writeFile(draft, `${JSON.stringify({ size, seconds: Math.round(seconds) })}\n`);
  await sync(draft);
  await rename(draft, entry.record);
  await rename(built, entry.binary);
  await sync(entry.folder);
}

async function readRecord(entry: CacheEntry): Promise<z.infer<typeof record> | undefined> {
  try {
    return record.parse(JSON.parse(await readFile(entry.record, 'utf8')));
  } catch {
    return undefined; // no record or a truncated one: the binary does not count
  }
}

/** Read-only descriptor: one open for writing would make a fork at the same time fail with "text file busy". */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
