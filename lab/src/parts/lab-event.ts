import { type PartName, titleOf } from './parts.ts';

/** What the tool can do to a part. */
export const eventKinds = ['stopped', 'killed', 'started'] as const;

/** Something that the tool did to a part of a running lab; `at` is seconds since the epoch. */
export type LabEvent = { at: number; part: PartName; what: (typeof eventKinds)[number] };

/** How many of the newest events are shown: their list stays below the console's limit of 4 kB for a body. */
export const SHOWN_EVENTS = 30;

/** An event in words. */
export function describeEvent({ part, what }: Pick<LabEvent, 'part' | 'what'>): string {
  return `${titleOf(part)} ${what}`;
}
