import { defineCommand } from 'citty';
import { check } from '../../check/check.ts';
import type { HopResult } from '../../check/hop.ts';
import type { Ledger } from '../../check/ledger.ts';
import { checkPanels } from '../../check/panels/check-panels.ts';
import { describePanels } from '../../check/panels/describe-panels.ts';
import { LabError } from '../../base/lab-error.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { Lab } from '../../runtime/lab.ts';
import { runBriefly } from '../../runtime/load.ts';
import { numberOf } from '../strict-arguments.ts';

/** Width of the longest title, “Jaeger's Monitor is right”. */
const TITLE = 25;

/** `lab check`: every hop and the books. `lab check panels`: every number of every dashboard. */
export const checkCommand = defineCommand({
  meta: {
    name: 'check',
    description: 'Follow a fresh request hop by hop and compare what was sent, stored and counted',
  },
  args: {
    what: {
      type: 'positional',
      required: false,
      description: 'panels: hold every dashboard against a known load, in about 20 s',
    },
    requests: { type: 'string', default: '50', description: 'Requests of the ledger', valueHint: 'n' },
    json: { type: 'boolean', default: false, description: 'For machines' },
  },
  run: async ({ args }) => {
    const requests = numberOf('requests', args.requests, { min: 0, max: 100_000 });
    if (args.what !== undefined && args.what !== 'panels') {
      throw new LabError({
        what: `\`check\` cannot check "${args.what}".`,
        expected: 'nothing further, or: panels',
        found: args.what,
        next: 'npm run lab -- check --help',
      });
    }
    const lab = await findLab();
    if (args.what === 'panels') return runCheckPanels(lab, args.json);
    const result = await check(lab, { requests, onHop: (hop) => args.json || console.log(describeHop(hop)) });
    if (args.json) {
      console.log(JSON.stringify(result, null, 2));
    } else {
      if (result.ledger) console.log(describeLedger(result.ledger));
      console.log(`${result.ok ? 'All checks passed' : 'Checks failed'} (${result.seconds.toFixed(1)} s).`);
    }
    return result.ok ? 0 : 1;
  },
});

async function runCheckPanels(lab: Lab, json: boolean): Promise<number> {
  const result = await checkPanels(lab, { k6: () => runBriefly(lab, { seconds: 5, vus: 2 }) });
  console.log(json ? JSON.stringify(result, null, 2) : describePanels(result));
  return result.ok ? 0 : 1;
}

function describeHop(hop: HopResult): string {
  const mark = hop.ok ? (hop.skipped ? '–' : '✓') : hop.skipped ? '·' : '✗';
  const line =
    `${mark} ${hop.title.padEnd(TITLE)} ${hop.skipped ? '      ' : `${hop.seconds.toFixed(2)} s`}  ${hop.ok || hop.skipped ? hop.found : ''}`.trimEnd();
  if (hop.ok || hop.skipped) return line;
  const details = [
    ['expected', hop.expected],
    ['found', hop.found],
    ['cause', hop.cause],
    ['next', hop.next],
  ].flatMap(([label, text]) => (text ? [`    ${label!.padEnd(9)} ${text}`] : []));
  return [line, ...details].join('\n');
}

function describeLedger(ledger: Ledger): string {
  const { requests, sent, answered, stored, counted, differences } = ledger;
  const books = `${requests} requests: SERVER spans ${sent} sent, ${answered} answered, ${stored} stored, ${counted} counted`;
  if (differences.length === 0) return `✓ ${'ledger'.padEnd(TITLE)}         ${books}`;
  return [`✗ ${'ledger'.padEnd(TITLE)}         ${books}`, ...differences.map((d) => `    ${d}`)].join('\n');
}
