import { setTimeout as wait } from 'node:timers/promises';
import type { PartName } from '../../lab/src/catalog/parts.ts';
import { balance, type Ledger } from '../../lab/src/check/ledger.ts';
import { steadyLoad } from '../support/steady-load.ts';
import type { TestLab } from '../support/start-lab.ts';

/** Kills parts under a steady load and brings them back; gives the books over everything sent. Times in s. */
export async function booksOverOutage(
  lab: TestLab,
  parts: readonly PartName[],
  {
    seconds,
    perSecond,
    graceful = false,
    patience = 120,
  }: { seconds: number; perSecond: number; graceful?: boolean; patience?: number },
): Promise<Ledger> {
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond,
    during: async () => {
      await wait(2_000); // the load is under way
      for (const part of parts) await (graceful ? lab.lab.stop(part) : lab.lab.kill(part));
      await wait(seconds * 1_000); // the outage itself
      for (const part of parts.toReversed()) await lab.lab.start(part);
      await wait(2_000);
    },
  });
  return balance(lab, run, sent, { patience: patience * 1_000 });
}
