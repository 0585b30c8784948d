import { type Finding, watchService, type WatchState } from '../../lab/src/watch/index.ts';
import type { TestLab } from '../support/test-lab.ts';

/** Watches until a mistake is named. Fails after 10 s, with what was named instead. */
export async function untilNamed(
  lab: TestLab,
  service: string,
  mistake: string,
): Promise<Finding & { seconds: number }> {
  let last: WatchState | undefined;
  for await (const state of watchService(lab, service, { deadline: 10_000 })) {
    last = state;
    const found = state.findings.find((one) => one.mistake === mistake);
    if (!found) continue;
    console.log(`${mistake}: named after ${state.seconds} s: ${found.evidence}`);
    return { ...found, seconds: state.seconds };
  }
  throw new Error(`${mistake} was not named within 10 s, but: ${JSON.stringify(last, null, 2)}`);
}

/** Watches to the end. */
export async function watched(lab: TestLab, service: string, deadline: number): Promise<WatchState> {
  let last: WatchState | undefined;
  for await (const state of watchService(lab, service, { deadline })) last = state;
  return last!;
}
