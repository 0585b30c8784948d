import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a suite kept of its runs, by the name of what it tried; empty if there is no such file. */
export function keptResults<T>(file: string): Record<string, T> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, T>) : {};
}

/**
 * With LAB_TEST_RESULTS=on keeps what one of a suite's names showed, in the file from which a page is made. Called after the
 * assertions: what fails keeps what it showed before.
 */
export function keepResult<T extends object>(file: string, name: string, of: (before: T | undefined) => T): void {
  if (process.env['LAB_TEST_RESULTS'] !== 'on') return;
  const results = keptResults<T>(file);
  const next = Object.entries({ ...results, [name]: of(results[name]) });
  const sorted = next.toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
