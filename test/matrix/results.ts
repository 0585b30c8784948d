import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Stack } from '../../lab/src/parts/parts.ts';
import { outage } from '../support/outages.ts';
import { stack } from '../support/this-run.ts';

/** What a row showed: with the lab's own configuration, and in its negative control; `outage` in s. */
export type Seen = { outage: number; seen?: string; control?: string };

/** By the number of the row. */
export type Results = Record<string, Seen>;

const fileOf = (of: Stack) => join(import.meta.dirname, 'results', `${of}.json`);

/** The committed results of a stack. */
export function readResults(of: Stack): Results {
  return existsSync(fileOf(of)) ? (JSON.parse(readFileSync(fileOf(of), 'utf8')) as Results) : {};
}

/**
 * Tells what a row showed, and with LAB_TEST_RESULTS=on keeps it in the file of this run's stack, from which the page is made.
 * Called after the assertions: a row that fails keeps what it showed before.
 */
export function note(row: number, what: Omit<Seen, 'outage'>): void {
  console.log(
    `row ${row} on ${stack}: ${Object.entries(what)
      .map(([side, text]) => `${side}: ${text}`)
      .join('; ')}`,
  );
  if (process.env['LAB_TEST_RESULTS'] !== 'on') return;
  const results = readResults(stack);
  const next = { ...results, [row]: { ...results[row], ...what, outage } };
  const sorted = Object.entries(next).toSorted(([a], [b]) => Number(a) - Number(b));
  mkdirSync(dirname(fileOf(stack)), { recursive: true });
  writeFileSync(fileOf(stack), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
