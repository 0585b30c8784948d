import { type PartName, titleOf } from './parts.ts';

/** What the tool can do to a part; a fault is broken and healed. */
export const eventKinds = ['stopped', 'killed', 'paused', 'started', 'broken', 'healed'] as const;

/** Something that the tool did to a part of a running lab; `at` is seconds since the epoch. A fault has its name. */
export type LabEvent = { at: number; part: PartName; what: (typeof eventKinds)[number]; fault?: string | undefined };

/** How many of the newest events are shown: their list stays below the console's limit of 4 kB for a body. */
export const SHOWN_EVENTS = 30;

/** An event in words. */
export function describeEvent({ part, what, fault }: Pick<LabEvent, 'part' | 'what' | 'fault'>): string {
  if (fault) return `fault ${fault} ${what === 'broken' ? 'on' : 'off'}`;
  return `${titleOf(part)} ${what}`;
}
