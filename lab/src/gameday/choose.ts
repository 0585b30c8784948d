import { faults } from '../faults/catalogue/index.ts';
import { type Fault, lackingFor } from '../faults/fault.ts';
import { seededRandom } from '../generator/seeded-random.ts';
import { partNamed } from '../parts/parts.ts';
import type { Lab } from '../runtime/lab.ts';

/** How hard a game is: at 3, two things are broken at once. */
export const levels = [1, 2, 3] as const;
export type Level = (typeof levels)[number];

/** What a choice depends on, besides level and seed. */
export type Playground = Pick<Lab, 'stack' | 'capabilities'>;

/** How long all is normal before something is broken, s. */
export const calm = { min: 20, max: 60 };

/** The faults that a game of this level may have in this lab: its numbered list of causes. */
export function plausible(lab: Playground, level: Level): readonly Fault[] {
  return faults.filter((fault) => fault.game.level <= level && !lackingFor(fault, lab));
}

/** What a game breaks, and after how many seconds: the same for the same lab, level and seed. */
export function choose(lab: Playground, level: Level, seed: number): { faults: readonly Fault[]; after: number } {
  const random = seededRandom(scattered(seed * levels.length + level));
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const after = Math.round(calm.min + random() * (calm.max - calm.min));
  const all = plausible(lab, level);
  const first = pick(all.filter((fault) => fault.game.level === level))!;
  const second = level === 3 ? pick(all.filter((fault) => canBothBeSeen(first, fault))) : undefined;
  return { faults: [first, ...(second ? [second] : [])], after };
}

/** A number far from those of its neighbours, whose games would be alike: the end of MurmurHash3. */
function scattered(number: number): number {
  let mixed = number ^ (number >>> 16);
  mixed = Math.imul(mixed, 0x85_eb_ca_6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Whether two faults can be on at once, and told apart: they differ in group and part, and neither hides the other. */
export function canBothBeSeen(a: Fault, b: Fault): boolean {
  return (
    a.group !== b.group &&
    a.game.part !== b.game.part &&
    a.means.changes !== b.means.changes &&
    !hides(a, b) &&
    !hides(b, a)
  );
}

/** Whether a part that is halted would have shown the other fault. */
function hides({ means, game: { part } }: Fault, other: Fault): boolean {
  if (means.changes !== `part ${part}`) return false;
  switch (partNamed(part).kind) {
    case 'collector':
    case 'metrics':
      return true;
    case 'traces':
    case 'database':
      return other.group === 'telemetry'; // spans show it
    default:
      return other.group === 'application' || other.group === 'shop'; // requests on their way through this part show it
  }
}
