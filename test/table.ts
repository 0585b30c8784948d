import type { Score } from './run-suite.ts';

/** How one suite went and how long it took. */
export type SuiteScore = { name: string; score: Score; seconds: number };

/** One row per suite, and one for all: aligned for a terminal, and a Markdown table as it is. */
export function asTable(suites: readonly SuiteScore[]): string {
  const sum = (of: (suite: SuiteScore) => number) => suites.reduce((total, suite) => total + of(suite), 0);
  const rows = [
    ['suite', 'seconds', 'passed', 'failed', 'skipped'],
    ...suites.map(({ name, score, seconds }) => [name, seconds, score.passed, score.failed, score.skipped]),
    ['all', sum((s) => s.seconds), sum((s) => s.score.passed), sum((s) => s.score.failed), sum((s) => s.score.skipped)],
  ].map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toFixed(0) : cell)));
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const aligned = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))),
  );
  const ruler = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [aligned[0]!, ruler, ...aligned.slice(1)].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
