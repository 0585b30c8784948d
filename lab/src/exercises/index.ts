import { acrossLanguages } from './across-languages.ts';
import type { Exercise } from './exercise.ts';
import { findTheError } from './find-the-error.ts';
import { findTheSlowRoute } from './find-the-slow-route.ts';
import { followOneRequest } from './follow-one-request.ts';
import { fromAlertToCode } from './from-alert-to-code.ts';
import { isTheBudgetGone } from './is-the-budget-gone.ts';
import { madeOnce } from './made-once.ts';
import { slowQuery } from './slow-query.ts';
import { twoCountsAfterARestart } from './two-counts-after-a-restart.ts';
import { twoAlertsOneCause } from './two-alerts-one-cause.ts';
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
  acrossLanguages,
  isTheBudgetGone,
  fromAlertToCode,
  twoAlertsOneCause,
];

export { commandFor, inWords, lacking } from './exercise.ts';
export type { Exercise, Verdict } from './exercise.ts';
