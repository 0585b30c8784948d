import type { Stack } from '../../lab/src/parts/parts.ts';
import { generated } from '../../lab/src/docs/generated.ts';
import { type Proof, type Row, isOwn, rows } from './rows.ts';
import { readResults, type Seen } from './results.ts';

const stacks = ['tempo', 'jaeger'] as const satisfies readonly Stack[];
const titles = { tempo: 'Tempo', jaeger: 'Jaeger' };

/** docs/outages.md: each fault with what is promised, what was seen, and what a worse configuration loses. */
export function page(): string {
  const results = stacks.map((stack) => ({ stack, of: readResults(stack) }));
  const outages = new Set(results.flatMap(({ of }) => Object.values(of).map(({ outage }) => `${outage} s`)));
  const line = (row: Row) => {
    const told = (side: 'seen' | 'control') =>
      results.flatMap(({ stack, of }) => {
        const text = of[row.number]?.[side as keyof Seen];
        return text === undefined ? [] : [`${titles[stack]}: ${text}`];
      });
    const seen = [...told('seen'), ...row.proof.filter((proof) => !isOwn(proof)).map(link)];
    const control = isOwn(row.control) ? told('control') : [link(row.control)];
    const cells = [String(row.number), row.fault, row.how, row.expected, seen.join('<br>'), control.join('<br>')];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  };
  return `${generated('test/matrix')}
# The matrix of outages

Faults of the way that telemetry takes, from a request to a store and to Prometheus. Each row is a
test: what is promised, what was seen when it last passed, and what the same fault does to a worse
configuration, the negative control. A row that another suite proves links to it; one without
figures has none kept.

\`npm test -- matrix\` runs all rows of this suite on Tempo and on Jaeger. **What has no figures below was
not seen to pass yet on that stack.** Outages last 20 s there; \`LAB_TEST_OUTAGE=60\` makes them
longer. To renew this page: \`LAB_TEST_RESULTS=on npm test -- matrix\`, then \`npm run docs\`. Outages
in the figures below:
${[...outages].join(', ') || 'none yet'}. Why so: [060](adr/060-matrix-of-outages.md).

| | fault | how | promised | seen | negative control |
|--:|---|---|---|---|---|
${rows.map(line).join('\n')}
`;
}

const link = ({ file }: Proof): string => `[${file.replace('test/', '')}](../${file})`;
