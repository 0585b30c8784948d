import type { Exercise } from './exercise.ts';
import { findTheError } from './find-the-error.ts';
import { findTheSlowRoute } from './find-the-slow-route.ts';
import { followOneRequest } from './follow-one-request.ts';
import { isTheBudgetGone } from './is-the-budget-gone.ts';
import { madeOnce } from './made-once.ts';
import { slowQuery } from './slow-query.ts';
import { twoCountsAfterARestart } from './two-counts-after-a-restart.ts';
import { whereItWaits } from './where-it-waits.ts';

/** In the order in which they build on each other. */
export const exercises: readonly Exercise[] = [
  followOneRequest,
  findTheSlowRoute,
  findTheError,
  twoCountsAfterARestart,
  whereItWaits,
  slowQuery,
  madeOnce,
  isTheBudgetGone,
];

export { lacking } from './exercise.ts';
export type { Exercise, Verdict } from './exercise.ts';
