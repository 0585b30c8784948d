/** How long to wait before the next try, ms: 100 after the first, doubled each time, at most 2 s. */
export function backOff(tries: number): number {
  return Math.min(100 * 2 ** Math.min(tries - 1, 10), 2000);
}
