import type { Lab } from '../../runtime/lab.ts';

/** How a fault is brought about and undone. */
export type Means = {
  /** In words, for whoever wants to do it elsewhere. */
  how: string;
  /** What it changes: two faults that change the same cannot be on at once. */
  changes: string;
  begin: (lab: Lab, strength: number) => Promise<void>;
  /** Undoes it, also what was begun only in part. */
  end: (lab: Lab) => Promise<void>;
};

/** Means that need more than their own end to be undone. */
export const thenAtEnd = <M extends Means>(means: M, act: (lab: Lab) => Promise<void>): M => ({
  ...means,
  end: (lab: Lab) => means.end(lab).then(() => act(lab)),
});
