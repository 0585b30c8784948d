import type { Estimates } from './game.ts';

/** Reads three numbers of minutes: to notice, to find the part, to find the cause. Undefined if it is something else. */
export function parseEstimates(text: string): Estimates | undefined {
  const numbers = text.split(/[,;\s]+/).filter(Boolean);
  if (numbers.length !== 3 || !numbers.every((one) => /^\d+(\.\d+)?$/.test(one))) return undefined;
  const [notice, part, cause] = numbers.map(Number) as [number, number, number];
  return { notice, part, cause };
}
