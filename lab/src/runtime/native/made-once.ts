import { existsSync, renameSync, rmSync } from 'node:fs';

/**
 * Makes a folder unless it exists: `make` fills a draft beside it, and one rename puts it in place, so that what was
 * interrupted never looks finished.
 */
export async function madeOnce(folder: string, make: (draft: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  await make(draft);
  renameSync(draft, folder);
}
