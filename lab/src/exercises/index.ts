import type { Exercise } from './exercise.ts';
import { findTheError } from './find-the-error.ts';
import { findTheSlowRoute } from './find-the-slow-route.ts';
import { followOneRequest } from './follow-one-request.ts';
import { twoCountsAfterARestart } from './two-counts-after-a-restart.ts';

/** In the order in which they build on each other. */
export const exercises: readonly Exercise[] = [
  followOneRequest,
  findTheSlowRoute,
  findTheError,
  twoCountsAfterARestart,
];

export type { Exercise, Verdict } from './exercise.ts';
