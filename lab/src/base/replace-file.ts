import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that a reader sees the old or the new one, never a part. */
export function replaceFile(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, text);
  renameSync(fresh, path);
}
