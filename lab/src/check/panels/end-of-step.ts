/** End of the step, in whole multiples of `step` since the epoch, that `now` lies in. All in seconds; may be in the future. */
export function endOfStep(now: number, step: number): number {
  return Math.ceil(now / step) * step;
}
