import { join } from 'node:path';
import type { Stack } from '../../lab/src/parts/parts.ts';
import { keepResult, keptResults } from '../support/keep-result.ts';
import { outage } from '../support/outages.ts';
import { stack } from '../support/this-run.ts';

/** What a row showed: with the lab's own configuration, and in its negative control; `outage` in s. */
export type Seen = { outage: number; seen?: string; control?: string };

/** By the number of the row. */
export type Results = Record<string, Seen>;

const fileOf = (of: Stack) => join(import.meta.dirname, 'results', `${of}.json`);

/** The committed results of a stack. */
export const readResults = (of: Stack): Results => keptResults<Seen>(fileOf(of));

/** Tells what a row showed, and keeps it for the page. */
export function note(row: number, what: Omit<Seen, 'outage'>): void {
  const sides = Object.entries(what).map(([side, text]) => `${side}: ${text}`);
  console.log(`row ${row} on ${stack}: ${sides.join('; ')}`);
  keepResult<Seen>(fileOf(stack), String(row), (before) => ({ ...before, ...what, outage }));
}
