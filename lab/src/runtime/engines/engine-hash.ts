import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GoEngine } from '../../parts/engines.ts';
import { checkout } from '../../base/paths.ts';
import { buildFlags } from './build-flags.ts';

const INPUT = /^(go\.mod|go\.sum|.*\.go|.*\.ya?ml)$/;

/** Folder with an engine's go.mod. */
export function engineFolder(engine: GoEngine): string {
  return resolve(checkout, engine.folder);
}

/** Twelve hex digits of a hash over everything that determines an engine's binary: module files, flags, platform. */
export async function engineHash(engine: GoEngine, version: string): Promise<string> {
  const hash = createHash('sha256');
  const add = (part: string | Uint8Array) => hash.update(`${part.length}:`).update(part);
  add(JSON.stringify([engine.package, engine.binary, buildFlags(engine, version), process.platform, process.arch]));
  const folder = engineFolder(engine);
  for (const file of (await readdir(folder)).filter((name) => INPUT.test(name)).sort()) {
    add(file);
    add(await readFile(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
