import { join } from 'node:path';
import { checkout } from '../../../lab/src/base/paths.ts';
import type { Ledger } from '../../../lab/src/check/ledger.ts';
import type { Fault } from '../../../lab/src/faults/fault.ts';
import type { Stack } from '../../../lab/src/parts/parts.ts';
import { keepResult, keptResults } from '../keep-result.ts';
import type { TestLab } from '../test-lab.ts';

/** What a proof of a fault measured: seconds until its sign was there and gone, what named it, what was counted meanwhile. */
export type Proof = {
  stack: Stack;
  visible: number;
  gone: number;
  named: readonly string[];
  sent: number;
  answered: number;
  stored: number;
  counted: number;
};

const file = join(checkout, 'test/faults/results.json');

/** The committed proofs, by the name of the fault. */
export const readProofs = (): Record<string, Proof> => keptResults<Proof>(file);

/** Tells what a proof measured, and keeps it for docs/proven-faults.md. */
export function keepProof(
  { stack }: Pick<TestLab, 'stack'>,
  { name }: Fault,
  { visible, gone, named, during }: Pick<Proof, 'visible' | 'gone' | 'named'> & { during: Ledger },
): void {
  const { sent, answered, stored, counted } = during;
  const tenths = (seconds: number) => Math.round(seconds * 10) / 10;
  const proof: Proof = { stack, visible: tenths(visible), gone: tenths(gone), named, sent, answered, stored, counted };
  console.log(`proven: ${name} ${JSON.stringify(proof)}`);
  keepResult<Proof>(file, name, () => proof);
}
