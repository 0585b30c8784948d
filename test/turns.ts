import { globSync } from 'node:fs';
import { checkout } from '../lab/src/base/paths.ts';
import type { Suite } from './suites.ts';

/** Days in which every file has its turn. */
export const TURNS = 6;

/** The turn of a day: of a date in UTC, so that all machines agree. */
export function turnOf(date: Date): number {
  return (Math.floor(date.getTime() / 86_400_000) % TURNS) + 1;
}

/** A suite with the files that it runs; without `files`, all of them. */
export type Chosen = Suite & { files?: readonly string[] };

/** The files of a suite, in alphabetical order, relative to the checkout. */
const filesOf = (project: string) => globSync(`test/${project}/**/*.test.ts`, { cwd: checkout }).toSorted();

/**
 * What is run in a turn: suites of every day whole, of the others each sixth file, counted through all suites, so that a new
 * file has its turn without being listed, and turns are of about one length; of suites that take fewer days, each third. A
 * suite none of whose files has its turn is left out, and so is one that waits to be asked for.
 */
export function inTurn(suites: readonly Suite[], turn: number): Chosen[] {
  const counts = new Map<number, number>();
  return suites.flatMap((suite) => {
    if (suite.whenAsked) return [];
    if (suite.everyDay || !('project' in suite)) return [suite];
    const days = suite.days ?? TURNS;
    const files = filesOf(suite.project).filter(() => {
      const count = counts.get(days) ?? 0;
      counts.set(days, count + 1);
      return count % days === (turn - 1) % days;
    });
    return files.length > 0 ? [{ ...suite, files }] : [];
  });
}
