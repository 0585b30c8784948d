import type { Ledger } from '../../../lab/src/check/ledger.ts';
import type { Fault } from '../../../lab/src/faults/fault.ts';
import type { TestLab } from '../test-lab.ts';

/** What a proof of a fault measured: seconds until its sign was there and gone, what named it, what was counted meanwhile. */
export type Proof = { visible: number; gone: number; named: readonly string[]; during: Ledger };

/** Prints the row of a proven fault, as docs/faults.md has it. */
export function keepProof(lab: TestLab, { name, sign }: Fault, { visible, gone, named, during }: Proof): void {
  const { sent, answered, stored, counted } = during;
  console.log(
    `| proven | ${name} | ${sign.panel} | ${visible.toFixed(1)} | ${gone.toFixed(1)} | ${named.join(', ') || '–'} | ${sent} / ${answered} / ${stored} / ${counted} | ${lab.runtime} ${lab.stack} |`,
  );
}
