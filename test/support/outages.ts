import { setTimeout as wait } from 'node:timers/promises';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { balance, type Ledger } from '../../lab/src/check/ledger.ts';
import { steadyLoad } from './steady-load.ts';
import type { TestLab } from './test-lab.ts';

/** How long a part is down, s. docs/jaeger.md has the figures of LAB_TEST_OUTAGE=60. */
export const outage = Number(process.env['LAB_TEST_OUTAGE'] ?? 20);

/** Parts that stop and start together; by SIGKILL unless `graceful`. */
export type Outage = { parts: readonly PartName[]; graceful?: boolean };

/** One outage after the other under a steady load; returns the ledger of everything sent. */
export async function booksOverOutages(lab: TestLab, perSecond: number, outages: readonly Outage[]): Promise<Ledger> {
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond,
    during: async () => {
      for (const { parts, graceful } of outages) {
        await wait(2_000); // the load has started
        for (const part of parts) await (graceful ? lab.lab.stop(part) : lab.lab.kill(part));
        await wait(outage * 1_000); // the outage itself
        for (const part of parts.toReversed()) await lab.lab.start(part);
      }
      await wait(2_000);
    },
  });
  return balance(lab, run, sent, { patience: 120_000 });
}
