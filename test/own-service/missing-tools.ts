import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether an example may run: its tools are on the PATH. CI has all of them, so there a missing one is a failure. */
export function missingTools(example: string, tools: readonly string[]): { may: boolean } {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const missing = tools.filter((tool) => !folders.some((folder) => existsSync(join(folder, tool))));
  if (missing.length > 0)
    console.warn(`SKIPPED: the example ${example} of docs/own-service.md needs ${missing.join(', ')}`);
  return { may: missing.length === 0 || Boolean(process.env['CI']) };
}
