import { panel } from '@span-metrics-lab/grafana';
import { generated } from '../../lab/src/docs/generated.ts';
import { faults } from '../../lab/src/faults/catalogue/index.ts';
import { headingOf } from '../../lab/src/faults/describe.ts';
import type { Fault, FaultGroup } from '../../lab/src/faults/fault.ts';
import { titleOf } from '../../lab/src/parts/parts.ts';
import { type Proof, readProofs } from '../support/faults/results.ts';

/** docs/proven-faults.md: what the suite measured of each fault when it last passed. */
export function page(): string {
  const proofs = readProofs();
  const groups = [...new Set(faults.map(({ group }) => group))];
  const missing = faults.filter(({ name }) => !proofs[name]).map(({ name }) => name);
  return `${generated('test/faults')}
# Faults, as the suite saw them

For each [fault](faults.md): the panel whose number crossed its bound, by the panel's own query,
after how many seconds, and how long after the heal it was gone; what named it; and the requests
with a mark that were sent meanwhile: SERVER spans due, answered, stored, counted. Without the fault
the same rule was false for 15 s, and the ledgers before and after were exact. The lab had alerts,
and what the fault needs, under three virtual users of k6.

${missing.length > 0 ? `**Not kept yet:** ${missing.join(', ')}.` : 'Every fault of the catalogue is here.'}

To renew this page: \`LAB_TEST_RESULTS=on npm test -- faults\`, then \`npm run docs\`.
${groups.map((group) => sectionOf(group, proofs)).join('')}`;
}

function sectionOf(group: FaultGroup, proofs: Record<string, Proof>): string {
  const rows = faults.flatMap((fault) => {
    const proof = proofs[fault.name];
    return fault.group === group && proof ? [rowOf(fault, proof)] : [];
  });
  return `
## ${headingOf(group)}
| fault | panel | seen after, s | gone after, s | named by | due / answered / stored / counted | counts are | stack |
|---|---|--:|--:|---|---|---|---|
${rows.join('\n')}
`;
}

function rowOf({ name, sign, counts }: Fault, proof: Proof): string {
  const { stack, visible, gone, named, sent, answered, stored, counted } = proof;
  const cells = [
    `[${name}](faults.md#${name})`,
    panel(sign.panel).title,
    visible.toFixed(1),
    gone.toFixed(1),
    named.join(', ') || 'nothing: somebody has to look',
    [sent, answered, stored, counted].join(' / '),
    counts === 'exact' ? 'exact' : 'wrong, as said',
    stack === 'both' ? 'both' : titleOf(stack),
  ];
  return `| ${cells.join(' | ')} |`;
}
