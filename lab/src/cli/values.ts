import { diff } from 'node:util';
import { type Argument, InvalidArgumentError, type Option } from 'commander';

/** Accepts one of `names` only; a mistyped one is refused with the closest. */
export function chooseFrom<T extends Argument | Option>(value: T, names: readonly string[]): T {
  value.choices(names);
  value.argParser((text) => known(text, names));
  return value;
}

/** Parses a comma-separated list of `names`; repeated options add up, and each name counts once. */
export function listOf<T extends string>(names: readonly T[]): (text: string, before: T[]) => T[] {
  return (text, before) => {
    const given = text.split(',').flatMap((word) => word.trim() || []);
    return [...new Set([...before, ...given.map((name) => known(name, names))])];
  };
}

/** Parses an integer within bounds, both included. */
export function integer({ min, max }: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`);
  };
}

/** Parses a duration as k6 takes it: 500ms, 30s, 5m, 1h30m. */
export function duration(text: string): string {
  if (/^(\d+(ms|s|m|h))+$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a duration such as 30s or 5m.');
}

/** The ms of such a duration. */
export function milliseconds(text: string): number {
  const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
  return [...text.matchAll(/(\d+)(ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit!]!,
    0,
  );
}

/** What follows a refused word: the closest of `names`, or nothing when none is close. */
export function suggest(word: string, names: readonly string[]): string {
  const distance = (name: string) => diff(word, name).filter(([change]) => change !== 0).length;
  const [closest] = names.toSorted((a, b) => distance(a) - distance(b));
  const isClose = closest !== undefined && distance(closest) <= Math.max(word.length, closest.length) / 2;
  return isClose ? `\n(Did you mean ${closest}?)` : '';
}

function known<T extends string>(word: string, names: readonly T[]): T {
  const name = names.find((one) => one === word);
  if (name !== undefined) return name;
  throw new InvalidArgumentError(
    `Expected ${names.length > 1 ? 'one of: ' : ''}${names.join(', ')}.${suggest(word, names)}`,
  );
}
