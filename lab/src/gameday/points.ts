/** What an answer is worth, and what costs; part and cause count for each fault. */
export const points = { part: 30, cause: 40, since: 30, hint: -10, wrong: -10 } as const;

/** How far off the first bad second may be, s: for all points, and for half of them. */
export const tolerance = { full: 10, half: 30 } as const;

/** The most that a game with so many faults is worth. */
export const mostPoints = (faults: number): number => faults * (points.part + points.cause) + points.since;
