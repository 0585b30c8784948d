import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

type Replacement = [from: string | RegExp, to: string];

/** A copy of a configuration that a test changes while its lab runs: a part reads it at each start. */
export type OwnConfig = Disposable & {
  path: string;
  /** Writes the original with something replaced; without arguments, the original. Throws when nothing was replaced. */
  change: (...replacements: Replacement[]) => void;
};

export function ownConfig(original: string): OwnConfig {
  const folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
  const config = configAt(join(folder, basename(original)), original);
  config.change();
  return { ...config, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A copy that the caller made and removes. */
export function configAt(path: string, original: string): Omit<OwnConfig, typeof Symbol.dispose> {
  const change = (...replacements: Replacement[]) => {
    let text = readFileSync(original, 'utf8');
    for (const [from, to] of replacements) {
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`${basename(original)} has no ${from}`);
      text = changed;
    }
    writeFileSync(path, text);
  };
  return { path, change };
}
