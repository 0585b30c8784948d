import { digits } from '../load/bounds.ts';
import type { Line } from './ask.ts';
import type { Question } from './question.ts';

/** What a query should return, and what it returned instead. */
export type Verdict = { expected: string; found: string };

/**
 * Checks what is true for every load: the answer has series unless it may be empty, every number is within its range,
 * and every label that the panel shows is on some series.
 */
export function judgeShape(
  { expects, query, shown }: Question,
  lines: readonly Line[],
  mayBeEmpty: string | undefined,
): Verdict | undefined {
  const numbers = lines.flatMap((line) => line.points.map(([, value]) => value));
  if (numbers.length === 0)
    return mayBeEmpty === undefined ? { expected: 'at least one series', found: 'no series' } : undefined;
  const nan = numbers.filter(Number.isNaN).length;
  if (nan > 0) return { expected: 'numbers', found: `${nan} of ${numbers.length} are NaN` };
  if (expects.range) {
    const [low, high] = expects.range;
    const outside = numbers.filter((value) => value < low || value > high);
    if (outside.length > 0)
      return {
        expected: `from ${digits(low)} to ${digits(high)}`,
        found: `${digits(outside[0]!)} (${outside.length} of ${numbers.length} points)`,
      };
  }
  if (query.datasource !== 'prometheus') return undefined;
  const absent = shown.filter((label) => lines.every((line) => !line.labels[label]));
  if (absent.length > 0)
    return { expected: `series with the labels ${shown.join(', ')}`, found: `none has ${absent.join(', ')}` };
  return undefined;
}
