import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** A copy of a configuration with something replaced, for as long as a test needs it. Throws when nothing was replaced. */
export function changedConfig(
  file: string,
  ...replacements: [from: string | RegExp, to: string][]
): Disposable & { path: string } {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of replacements) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${basename(file)} has no ${from}`);
    text = changed;
  }
  const folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
  const path = join(folder, basename(file));
  writeFileSync(path, text);
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
