import { rmSync } from 'node:fs';
import { removeOpenData } from './engines/postgres/open-folder.ts';
import { labFiles } from './lab-files.ts';

/** Removes what the native parts of this home have stored, wherever it is. A process that was just killed may still write. */
export function removeStoredData(): void {
  removeOpenData();
  rmSync(labFiles().data, { recursive: true, force: true, maxRetries: 5 });
}
